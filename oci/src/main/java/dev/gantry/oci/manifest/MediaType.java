package dev.gantry.oci.manifest;

import java.util.Optional;

/** The media types of images: OCI image specification, media-types.md, and Docker's manifest version 2, schema 2. */
public enum MediaType {
    OCI_INDEX(Kind.INDEX, "application/vnd.oci.image.index.v1+json"),
    OCI_MANIFEST(Kind.MANIFEST, "application/vnd.oci.image.manifest.v1+json"),
    OCI_CONFIG(Kind.CONFIG, "application/vnd.oci.image.config.v1+json"),
    OCI_LAYER(Kind.LAYER, "application/vnd.oci.image.layer.v1.tar"),
    OCI_LAYER_GZIP(Kind.LAYER, "application/vnd.oci.image.layer.v1.tar+gzip"),
    OCI_LAYER_ZSTD(Kind.LAYER, "application/vnd.oci.image.layer.v1.tar+zstd"),
    OCI_FOREIGN_LAYER(Kind.FOREIGN_LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar"),
    OCI_FOREIGN_LAYER_GZIP(Kind.FOREIGN_LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"),
    OCI_FOREIGN_LAYER_ZSTD(Kind.FOREIGN_LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"),
    DOCKER_INDEX(Kind.INDEX, "application/vnd.docker.distribution.manifest.list.v2+json"),
    DOCKER_MANIFEST(Kind.MANIFEST, "application/vnd.docker.distribution.manifest.v2+json"),
    DOCKER_CONFIG(Kind.CONFIG, "application/vnd.docker.container.image.v1+json"),
    DOCKER_LAYER(Kind.LAYER, "application/vnd.docker.image.rootfs.diff.tar"),
    DOCKER_LAYER_GZIP(Kind.LAYER, "application/vnd.docker.image.rootfs.diff.tar.gzip"),
    DOCKER_LAYER_ZSTD(Kind.LAYER, "application/vnd.docker.image.rootfs.diff.tar.zstd"),
    DOCKER_FOREIGN_LAYER_GZIP(Kind.FOREIGN_LAYER, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");

    /** What a document or blob of a type is for. */
    public enum Kind {
        INDEX,
        MANIFEST,
        CONFIG,
        LAYER,
        /** Parts of Windows' base images, which registries may not hand out. */
        FOREIGN_LAYER
    }

    private final Kind kind;
    private final String text;

    MediaType(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    public Kind kind() {
        return kind;
    }

    /** As it stands in documents and HTTP headers. */
    public String text() {
        return text;
    }

    public static Optional<MediaType> of(String text) {
        for (MediaType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}

package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.oci.digest.Digest;
import java.nio.file.Path;

/**
 * The layout of the engine's data root, docs/installation.md; nobody else joins these names. Every directory of ours is
 * 0700, so that no other user of the host reaches the setuid files and devices of an image.
 *
 * @param path absolute and without symbolic links of its own
 */
public record DataRoot(Path path) {
    /** Hex digits of a diffID that name a layer's directory: short, because overlay's options are one page. */
    private static final int LAYER_NAME = 28;

    private static final int PRIVATE = 0700;

    public DataRoot {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("the data root " + path + " is not absolute");
        }
    }

    /** Makes the directories that are missing. */
    public static DataRoot prepare(Path path) {
        DataRoot root = new DataRoot(path.toAbsolutePath().normalize());
        for (Path dir :
                new Path[] {root.path, root.blobs(), root.layers(), root.images(), root.containers(), root.ingest()}) {
            Dir.make(dir, PRIVATE);
        }
        return root;
    }

    /** Holds {@link #blobs}, one directory for each algorithm of digests. */
    public Path content() {
        return path.resolve("blobs");
    }

    /** Content by digest. */
    public Path blobs() {
        return content().resolve("sha256");
    }

    public Path blob(Digest digest) {
        return blobs().resolve(digest.hex());
    }

    /** One directory for each unpacked layer. */
    public Path layers() {
        return path.resolve("layers");
    }

    /** Holds {@link #layerFiles}, {@link #layerRecord}, {@link #layerIndex} and {@link #layerSize}. */
    public Path layer(Digest diffId) {
        return layers().resolve(diffId.hex().substring(0, LAYER_NAME));
    }

    /** The directory that overlay stacks. */
    public Path layerFiles(Path layer) {
        return layer.resolve("diff");
    }

    public Path layerRecord(Path layer) {
        return layer.resolve("layer.json");
    }

    /** What the layer's archive holds, docs/layer-index.md; made again when it is missing. */
    public Path layerIndex(Path layer) {
        return layer.resolve("index");
    }

    /** What {@link #layerFiles} takes on the disk, which never changes; measured again when it is missing. */
    public Path layerSize(Path layer) {
        return layer.resolve("size");
    }

    /** One record for each image. */
    public Path images() {
        return path.resolve("images");
    }

    public Path image(Digest manifest) {
        return images().resolve(manifest.hex() + ".json");
    }

    /** Which name means which image. */
    public Path imageNames() {
        return images().resolve("names.json");
    }

    /** One directory for each container. */
    public Path containers() {
        return path.resolve("containers");
    }

    /** @param id checked by the caller: 32 lower-case hex digits */
    public Path container(String id) {
        return containers().resolve(id);
    }

    /** What is being written; all of it is rubbish after a start. */
    public Path ingest() {
        return path.resolve("ingest");
    }

    /** The bridge's addresses. */
    public Path network() {
        return path.resolve("network.json");
    }
}

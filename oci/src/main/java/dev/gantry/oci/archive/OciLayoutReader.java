package dev.gantry.oci.archive;

import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.LayoutMarker;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.manifest.RawDocument;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an OCI layout: index.json, at most one more index below it, and the manifests. An index may list platforms whose
 * blobs were left out, as {@code docker save} does; those are passed over as long as one is complete.
 */
final class OciLayoutReader {
    private final MemberIndex members;
    private int manifestsRead;

    OciLayoutReader(MemberIndex members) {
        this.members = members;
    }

    List<ArchivedImage> read() throws IOException {
        LayoutMarker.check(members.read(LayoutNames.MARKER, ManifestDocument.MAX_BYTES));
        byte[] bytes = members.read(LayoutNames.INDEX, ManifestDocument.MAX_BYTES);
        if (!(ManifestDocument.parse(bytes, null) instanceof Index top)) {
            throw invalid("its index.json is no index");
        }
        ImageGroups groups = new ImageGroups();
        for (Descriptor descriptor : top.manifests()) {
            Optional<Reference> name = LayoutNames.of(descriptor.annotations());
            if (groups.has(descriptor.digest())) {
                groups.add(descriptor.digest(), name, List.of());
            } else if (!PlatformChoice.isAttestation(descriptor)) {
                groups.add(descriptor.digest(), name, variants(descriptor));
            }
        }
        List<ArchivedImage> images = groups.images();
        if (images.isEmpty()) {
            throw invalid("its index.json lists no image");
        }
        return images;
    }

    private List<ArchivedImage.Variant> variants(Descriptor descriptor) throws IOException {
        ManifestDocument document = document(descriptor);
        if (document instanceof Manifest manifest) {
            return List.of(variant(manifest));
        }
        Index index = (Index) document;
        List<ArchivedImage.Variant> variants = new ArrayList<>();
        @Nullable RefusedException incomplete = null;
        for (Descriptor nested : index.manifests()) {
            if (PlatformChoice.isAttestation(nested)) {
                continue;
            }
            if (nested.is(MediaType.Kind.INDEX)) {
                throw invalid("an index lies in an index in an index; at most two deep are read");
            }
            if (!members.has(LayoutNames.blob(nested.digest()))) {
                incomplete = invalid("the manifest " + nested.digest() + " is not in the archive");
                continue;
            }
            Manifest manifest = manifestOf(nested);
            Optional<RefusedException> missing = missing(manifest);
            if (missing.isPresent()) {
                incomplete = missing.get();
            } else {
                variants.add(variant(manifest));
            }
        }
        if (variants.isEmpty()) {
            throw incomplete != null ? incomplete : invalid("the index " + descriptor.digest() + " lists no image");
        }
        return variants;
    }

    private Manifest manifestOf(Descriptor descriptor) throws IOException {
        if (document(descriptor) instanceof Manifest manifest) {
            return manifest;
        }
        throw invalid("an index lies in an index in an index; at most two deep are read");
    }

    private Optional<RefusedException> missing(Manifest manifest) {
        List<Descriptor> blobs = new ArrayList<>(manifest.layers());
        blobs.add(manifest.config());
        return blobs.stream()
                .filter(blob -> !members.has(LayoutNames.blob(blob.digest())))
                .findFirst()
                .map(blob -> invalid("the blob " + blob.digest() + " is not in the archive"));
    }

    private ArchivedImage.Variant variant(Manifest manifest) throws IOException {
        if (!manifest.isImage()) {
            throw invalid("the manifest " + manifest.raw().digest() + " is of no image but of a "
                    + ArchiveRefusals.shown(manifest.config().mediaType()));
        }
        RawDocument config = new RawDocument(blob(manifest.config()));
        ImageConfig parsed = ImageConfig.parse(config.bytes());
        if (parsed.diffIds().size() != manifest.layers().size()) {
            throw invalid("the manifest lists " + manifest.layers().size() + " layers and the config "
                    + parsed.diffIds().size());
        }
        List<ArchivedLayer> layers = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            if (!layer.is(MediaType.Kind.LAYER) && !layer.is(MediaType.Kind.FOREIGN_LAYER)) {
                throw invalid("the layer " + layer.digest() + " is of the unknown kind "
                        + ArchiveRefusals.shown(layer.mediaType()));
            }
            layers.add(new ArchivedLayer(
                    members,
                    checked(layer),
                    layer.size(),
                    Optional.of(layer.digest()),
                    parsed.diffIds().get(i)));
        }
        return new ArchivedImage.Variant(Optional.of(manifest), config, parsed, layers);
    }

    private ManifestDocument document(Descriptor descriptor) throws IOException {
        if (++manifestsRead > Index.MAX_MANIFESTS) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.LIMIT_EXCEEDED, "it lists more than " + Index.MAX_MANIFESTS + " manifests");
        }
        return ManifestDocument.parse(blob(descriptor), descriptor.mediaType());
    }

    private byte[] blob(Descriptor descriptor) throws IOException {
        String name = checked(descriptor);
        byte[] bytes = members.read(name, ManifestDocument.MAX_BYTES);
        RawDocument document = new RawDocument(bytes);
        if (!document.digest().equals(descriptor.digest())) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.DIGEST_MISMATCH,
                    "the blob " + descriptor.digest() + " has the digest " + document.digest());
        }
        return bytes;
    }

    /** @return the name of a member that exists and has the promised size */
    private String checked(Descriptor descriptor) {
        String name = LayoutNames.blob(descriptor.digest());
        long size = members.size(name).orElseThrow(() -> members.missing(name));
        if (size != descriptor.size()) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.DIGEST_MISMATCH,
                    "the blob " + descriptor.digest() + " has " + size + " bytes, and " + descriptor.size()
                            + " were promised");
        }
        return name;
    }

    private static RefusedException invalid(String why) {
        return ArchiveRefusals.invalid(RefusalCode.IMAGE_INVALID, why);
    }
}

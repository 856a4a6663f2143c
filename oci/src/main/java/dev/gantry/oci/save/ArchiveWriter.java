package dev.gantry.oci.save;

import dev.gantry.oci.archive.LayoutNames;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.DockerSave;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.LayoutMarker;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one tar archive that is both an OCI image layout (image-layout.md) and what {@code docker save} writes: the
 * blobs are there once, {@code index.json} and {@code manifest.json} both name them. Blobs stay as they are, so digests
 * do, too; equal images make equal bytes.
 */
public final class ArchiveWriter {
    private final Blobs blobs;
    private final TarWriter tar;
    private final Set<Digest> written = new HashSet<>();

    private ArchiveWriter(Blobs blobs, OutputStream out) {
        this.blobs = blobs;
        this.tar = new TarWriter(out);
    }

    /** Where content comes from. */
    @FunctionalInterface
    public interface Blobs {
        /** The blob's bytes; closed by the caller. */
        InputStream open(Digest digest) throws IOException;
    }

    /** The stream is flushed and stays open. Memory does not grow with the images' size. */
    public static void write(List<SavedImage> images, Blobs blobs, OutputStream out) throws IOException {
        ArchiveWriter writer = new ArchiveWriter(blobs, out);
        writer.tar.put(TarEntry.directory("blobs"));
        writer.tar.put(TarEntry.directory("blobs/sha256"));
        for (SavedImage image : images) {
            writer.blobs(image.manifest());
        }
        writer.document(LayoutNames.INDEX, Index.of(entries(images)).raw().bytes());
        writer.document(LayoutNames.DOCKER_MANIFEST, DockerSave.write(legacy(images)));
        writer.document(LayoutNames.MARKER, LayoutMarker.write());
        writer.tar.finish();
    }

    private void blobs(Manifest manifest) throws IOException {
        if (written.add(manifest.raw().digest())) {
            document(LayoutNames.blob(manifest.raw().digest()), manifest.raw().bytes());
        }
        blob(manifest.config());
        for (Descriptor layer : manifest.layers()) {
            blob(layer);
        }
    }

    private void blob(Descriptor blob) throws IOException {
        if (written.add(blob.digest())) {
            try (InputStream in = blobs.open(blob.digest())) {
                tar.put(TarEntry.file(LayoutNames.blob(blob.digest()), blob.size()), in);
            }
        }
    }

    private void document(String name, byte[] content) throws IOException {
        tar.put(TarEntry.file(name, content.length), content);
    }

    /** One entry for each name, and one for an image without any. */
    private static List<Descriptor> entries(List<SavedImage> images) {
        List<Descriptor> entries = new ArrayList<>();
        for (SavedImage image : images) {
            if (image.names().isEmpty()) {
                entries.add(entry(image.manifest(), Map.of()));
            }
            for (Reference name : image.names()) {
                entries.add(entry(image.manifest(), LayoutNames.annotations(name)));
            }
        }
        return entries;
    }

    private static Descriptor entry(Manifest manifest, Map<String, String> annotations) {
        return new Descriptor(
                manifest.mediaType().text(),
                manifest.raw().digest(),
                manifest.raw().size(),
                Optional.empty(),
                annotations);
    }

    private static List<DockerSave> legacy(List<SavedImage> images) {
        return images.stream()
                .map(image -> new DockerSave(
                        LayoutNames.blob(image.manifest().config().digest()),
                        image.names().stream()
                                .filter(name -> name.tag().isPresent())
                                .map(Reference::familiar)
                                .toList(),
                        image.manifest().layers().stream()
                                .map(layer -> LayoutNames.blob(layer.digest()))
                                .toList()))
                .toList();
    }
}

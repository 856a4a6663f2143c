package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.save.ArchiveWriter;
import dev.gantry.oci.save.SavedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes images of this host into one archive. While it writes, nothing of them is removed. */
final class ImageSaver {
    private final ImageStore images;
    private final ContentStore content;
    private final Garbage garbage;

    ImageSaver(ImageStore images, ContentStore content, Garbage garbage) {
        this.images = images;
        this.content = content;
        this.garbage = garbage;
    }

    /** @param namesOrDigests a name stands for the image under that name alone, a digest for the image with all its names */
    void save(List<String> namesOrDigests, OutputStream out) throws IOException {
        try (Garbage.Hold hold = garbage.hold()) {
            List<SavedImage> saved = new ArrayList<>();
            for (String nameOrDigest : namesOrDigests) {
                saved.add(hold(nameOrDigest, hold));
            }
            ArchiveWriter.write(saved, content::open, out);
        }
    }

    private SavedImage hold(String nameOrDigest, Garbage.Hold hold) throws IOException {
        Image image = find(nameOrDigest);
        images.record(image.digest()).ifPresent(record -> record.blobs().forEach(hold::blob));
        // What was removed before it was held is gone.
        find(nameOrDigest);
        ManifestDocument document = ManifestDocument.parse(content.read(image.digest()), null);
        if (!(document instanceof Manifest manifest)) {
            throw new IllegalStateException("the image " + image.digest() + " has no manifest");
        }
        boolean byDigest = nameOrDigest.startsWith("sha256:");
        return new SavedImage(manifest, byDigest ? image.names() : List.of(Reference.parse(nameOrDigest)));
    }

    private Image find(String nameOrDigest) {
        return images.find(nameOrDigest)
                .orElseThrow(() -> new RefusedException(
                        RefusalCode.IMAGE_NOT_FOUND,
                        "save the image " + nameOrDigest,
                        "there is no such image on this host",
                        "look at the list of this host's images for its name"));
    }
}

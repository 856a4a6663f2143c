package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.RegistryWriter;
import dev.gantry.oci.registry.http.Connections;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Brings an image to a registry: what is missing there, a few layers at the same time, and the manifest last. */
final class ImagePusher {
    private final ImageStore images;
    private final ContentStore content;
    private final Connections connections;

    ImagePusher(ImageStore images, ContentStore content, Connections connections) {
        this.images = images;
        this.content = content;
        this.connections = connections;
    }

    /** The registry itself is written to, never a mirror of it. */
    void run(Image image, Reference name, RegistryAccess access, ImportProgress progress) throws IOException {
        List<RegistryEndpoint> endpoints = access.endpoints();
        RegistryWriter writer = new RegistryWriter(endpoints.get(endpoints.size() - 1), name.repository(), connections);
        Manifest manifest = (Manifest) ManifestDocument.parse(content.read(image.digest()), null);
        int count = manifest.layers().size();
        for (int i = 0; i < count; i++) {
            progress.at(step(i, count), 0, manifest.layers().get(i).size());
        }
        Map<Digest, Callable<Digest>> works = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Descriptor blob = manifest.layers().get(i);
            String step = step(i, count);
            works.putIfAbsent(blob.digest(), () -> {
                send(writer, blob, name, step, progress);
                return blob.digest();
            });
        }
        List<Digest> there = SideBySide.run("push " + name.familiar(), List.copyOf(works.values()), () -> {});
        for (int i = 0; i < count; i++) {
            // One that the image has twice was sent once.
            Descriptor blob = manifest.layers().get(i);
            progress.at(step(i, count), there.contains(blob.digest()) ? blob.size() : 0, blob.size());
        }
        send(writer, manifest.config(), name, "push the config", progress);
        writer.manifest(name.tag().orElseGet(() -> image.digest().toString()), manifest);
    }

    private static String step(int number, int count) {
        return "push layer " + (number + 1) + " of " + count;
    }

    private void send(RegistryWriter writer, Descriptor blob, Reference name, String step, ImportProgress progress) {
        if (!writer.has(blob.digest())) {
            writer.blob(
                    blob,
                    () -> content.open(blob.digest()),
                    elsewhere(blob.digest(), name),
                    sent -> progress.at(step, sent, blob.size()));
        }
        progress.at(step, blob.size(), blob.size());
    }

    /** Another repository of the same registry that an image with this blob has its name from. */
    private Optional<String> elsewhere(Digest blob, Reference name) {
        return images.records().stream()
                .filter(record -> record.blobs().contains(blob))
                .flatMap(record -> images.find(record.manifest()).stream())
                .flatMap(image -> image.names().stream())
                .filter(other -> other.registry().equals(name.registry()))
                .map(Reference::repository)
                .filter(repository -> !repository.equals(name.repository()))
                .findFirst();
    }
}

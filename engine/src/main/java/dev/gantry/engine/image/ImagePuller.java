package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.image.store.Garbage;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.store.ImageRecord;
import dev.gantry.engine.image.store.ImageStore;
import dev.gantry.engine.layer.LayerStore;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistrySource;
import dev.gantry.oci.registry.http.Connections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings images from registries: look up what the name means, bring in each layer, and only then let the image be seen.
 * What is here is not fetched again. Whatever fails or is cancelled leaves nothing.
 */
final class ImagePuller {
    private final ImageStore images;
    private final ContentStore content;
    private final LayerStore layers;
    private final Garbage garbage;
    private final PlatformChoice platform;
    private final Decompressor decompressor;
    private final Connections connections;
    private final Turns<Digest> turns = new Turns<>();

    ImagePuller(
            ImageStore images,
            ContentStore content,
            LayerStore layers,
            Garbage garbage,
            PlatformChoice platform,
            Decompressor decompressor,
            Connections connections) {
        this.images = images;
        this.content = content;
        this.layers = layers;
        this.garbage = garbage;
        this.platform = platform;
        this.decompressor = decompressor;
        this.connections = connections;
    }

    /** @param wanted for which platform; empty for this host's */
    Image run(Reference name, RegistryAccess access, Optional<PlatformChoice> wanted, ImportProgress progress)
            throws IOException {
        RegistrySource source = new RegistrySource(access, name.repository(), connections);
        progress.at("look up " + name.familiar(), 0, 0);
        try (Garbage.Hold hold = garbage.hold()) {
            RemoteImage remote = RemoteImage.resolve(source, name, content, platform, wanted);
            LayerPulls pulls = new LayerPulls(new LayerImport(content, layers, decompressor), turns, progress);
            List<LayerImport.Done> done = pulls.run("pull " + name.familiar(), source, remote, hold);
            List<ImageRecord.Layer> records = new ArrayList<>();
            for (int i = 0; i < done.size(); i++) {
                Descriptor blob = remote.layers().get(i);
                Digest diffId = remote.imageConfig().diffIds().get(i);
                records.add(new ImageRecord.Layer(
                        diffId, blob.digest(), done.get(i).layer().sizeBytes()));
            }
            Digest config = keep(remote.config(), hold);
            Digest manifest = keep(remote.manifest().raw().bytes(), hold);
            List<Digest> indexes = new ArrayList<>();
            for (Index index : remote.indexes()) {
                indexes.add(keep(index.raw().bytes(), hold));
            }
            ImageRecord record = new ImageRecord(manifest, config, records, Optional.of(indexes));
            return images.add(record, remote.imageConfig(), List.of(name));
        }
    }

    private Digest keep(byte[] document, Garbage.Hold hold) {
        hold.blob(Digest.of(document));
        return content.put(document);
    }
}

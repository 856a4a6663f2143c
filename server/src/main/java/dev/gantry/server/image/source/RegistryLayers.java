package dev.gantry.server.image.source;

import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.compression.FirstBytes;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.digest.HashingInputStream;
import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.LayerIndexer;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.tar.PathText;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image's layers in the blob store: streamed, never unpacked to a disk. */
final class RegistryLayers implements ImageSource {
    private static final String FROM = "registry";

    private final String repository;
    private final ImageFact image;
    private final Manifest manifest;
    private final ImageConfig config;
    private final BlobStore blobs;
    private final IndexCache cache;
    private final Decompressor decompressor = Decompressor.of(DecompressionLimits.DEFAULT);

    RegistryLayers(
            String repository,
            String digest,
            List<String> names,
            Manifest manifest,
            ImageConfig config,
            BlobStore blobs,
            IndexCache cache) {
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new RefusedException(
                    RefusalCode.IMAGE_INVALID,
                    "look into image " + digest,
                    "its manifest has " + manifest.layers().size() + " layers and its config tells of "
                            + config.diffIds().size(),
                    "build and push the image again");
        }
        this.repository = repository;
        this.manifest = manifest;
        this.config = config;
        this.blobs = blobs;
        this.cache = cache;
        this.image = fact(digest, names, manifest, config);
    }

    @Override
    public Place place() {
        return Place.REGISTRY;
    }

    @Override
    public String placeName() {
        return repository;
    }

    @Override
    public ImageFact image() {
        return image;
    }

    @Override
    public List<LayerIndex> indexes() {
        List<LayerIndex> indexes = new ArrayList<>();
        for (int i = 0; i < config.diffIds().size(); i++) {
            indexes.add(index(i));
        }
        return indexes;
    }

    private LayerIndex index(int layer) {
        Digest diffId = config.diffIds().get(layer);
        return cache.find(FROM, diffId).orElseGet(() -> {
            try {
                return cache.put(FROM, diffId, target -> write(layer, diffId, target));
            } catch (RefusedException e) {
                throw ProblemException.of(e.refusal());
            } catch (IOException e) {
                throw new UncheckedIOException("Could not index layer " + diffId, e);
            }
        });
    }

    private void write(int layer, Digest diffId, Path target) throws IOException {
        try (HashingInputStream tar = new HashingInputStream(tar(layer))) {
            LayerIndexer.index(tar, TarLimits.DEFAULT, target);
            if (!tar.digest().equals(diffId)) {
                throw new RefusedException(
                        RefusalCode.DIGEST_MISMATCH,
                        "look into the layer " + diffId,
                        "its bytes in the registry have the digest " + tar.digest(),
                        "build and push the image again; whoever made it wrote a wrong config");
            }
        }
    }

    private InputStream tar(int layer) throws IOException {
        InputStream packed = blobs.open(manifest.layers().get(layer).digest(), 0);
        try {
            return decompressor.open(packed).stream();
        } catch (IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }

    @Override
    public InputStream open(int layer, String path, long length) throws IOException {
        LayerIndex index = index(layer);
        int ordinal = index.find(PathText.parse(path).bytes()).orElse(-1);
        IndexEntry file = ordinal < 0 ? null : index.file(ordinal).orElse(null);
        if (file == null || file.kind() != EntryKind.FILE) {
            return InputStream.nullInputStream();
        }
        InputStream tar = tar(layer);
        try {
            tar.skipNBytes(file.offset());
            return new FirstBytes(tar, Math.min(length, file.size()));
        } catch (IOException | RuntimeException e) {
            tar.close();
            throw e;
        }
    }

    private static ImageFact fact(String digest, List<String> names, Manifest manifest, ImageConfig config) {
        ImageConfig.Process process = config.process();
        return new ImageFact(
                digest,
                manifest.config().digest().toString(),
                names,
                config.platform().os(),
                config.platform().architecture(),
                config.platform().variant().orElse(null),
                config.platform().osVersion().orElse(null),
                manifest.layers().stream().mapToLong(Descriptor::size).sum(),
                config.created().map(Instant::toString).orElse(null),
                layers(manifest, config),
                new ImageFact.ConfigFact(
                        process.entrypoint(),
                        process.command(),
                        process.env(),
                        process.workingDir().orElse(null),
                        process.user().orElse(null),
                        process.exposedPorts(),
                        process.labels(),
                        process.stopSignal().orElse(null)));
    }

    private static List<ImageFact.LayerFact> layers(Manifest manifest, ImageConfig config) {
        Iterator<ImageConfig.History> history =
                config.history().stream().filter(entry -> !entry.emptyLayer()).iterator();
        List<ImageFact.LayerFact> layers = new ArrayList<>();
        for (int i = 0; i < config.diffIds().size(); i++) {
            @Nullable
            String command = history.hasNext() ? history.next().createdBy().orElse(null) : null;
            layers.add(new ImageFact.LayerFact(
                    config.diffIds().get(i).toString(), manifest.layers().get(i).size(), command));
        }
        return layers;
    }
}

package dev.gantry.oci.testing;

import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An image in memory: {@code new ImageFixture("example/app:1").layer(new TarFixture().file("hello", "hi")).dockerArchive()}.
 * Without any call it is for linux/amd64 and has no layers. Times are fixed, so equal calls make equal digests.
 */
public final class ImageFixture {
    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    private final List<String> names;
    private final List<byte[]> layers = new ArrayList<>();
    private final Map<String, String> labels = new TreeMap<>();
    private Compression compression = Compression.NONE;
    private String os = "linux";
    private String architecture = "amd64";
    private List<String> entrypoint = List.of();
    private List<String> command = List.of();
    private List<String> env = List.of("PATH=/usr/bin:/bin");
    private List<String> ports = List.of();
    private Optional<String> user = Optional.empty();
    private Optional<String> workingDir = Optional.empty();
    private boolean damaged;
    private boolean wrongDiffId;

    /** @param names such as "example/app:1"; none for an image without a name */
    public ImageFixture(String... names) {
        this.names = List.of(names);
    }

    public ImageFixture layer(TarFixture layer) {
        return layer(layer.bytes());
    }

    /** @param tar an uncompressed archive, or bytes that only claim to be one */
    public ImageFixture layer(byte[] tar) {
        layers.add(tar);
        return this;
    }

    /** How the layers are packed in an OCI layout; Docker archives keep them plain. */
    public ImageFixture compression(Compression newCompression) {
        compression = newCompression;
        return this;
    }

    public ImageFixture platform(String newOs, String newArchitecture) {
        os = newOs;
        architecture = newArchitecture;
        return this;
    }

    public ImageFixture entrypoint(String... argv) {
        entrypoint = List.of(argv);
        return this;
    }

    public ImageFixture command(String... argv) {
        command = List.of(argv);
        return this;
    }

    public ImageFixture env(String... variables) {
        env = List.of(variables);
        return this;
    }

    public ImageFixture expose(String... newPorts) {
        ports = List.of(newPorts);
        return this;
    }

    public ImageFixture user(String newUser) {
        user = Optional.of(newUser);
        return this;
    }

    public ImageFixture workingDir(String newWorkingDir) {
        workingDir = Optional.of(newWorkingDir);
        return this;
    }

    public ImageFixture label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /** Changes a byte of the last layer's content after its digests were taken; its size stays. */
    public ImageFixture damaged() {
        damaged = true;
        return this;
    }

    /** Lets the config promise another unpacked digest than the last layer has. */
    public ImageFixture wrongDiffId() {
        wrongDiffId = true;
        return this;
    }

    public ImageConfig config() {
        List<Digest> diffIds = new ArrayList<>();
        List<ImageConfig.History> history = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            boolean wrong = wrongDiffId && i == layers.size() - 1;
            diffIds.add(wrong ? Digest.of(new byte[] {1, 2, 3}) : Digest.of(layers.get(i)));
            history.add(new ImageConfig.History(Optional.of("COPY " + i + " /"), Optional.of(CREATED), false));
        }
        return new ImageConfig(
                new ImageConfig.Platform(os, architecture, Optional.empty(), Optional.empty()),
                Optional.of(CREATED),
                new ImageConfig.Process(entrypoint, command, env, workingDir, user, ports, labels, Optional.empty()),
                diffIds,
                history);
    }

    public byte[] configJson() {
        return config().toJson();
    }

    /** As in the OCI layout. */
    public Manifest manifest() {
        List<Descriptor> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            byte[] blob = Packed.with(compression, layer);
            descriptors.add(Descriptor.of(layerType(), Digest.of(blob), blob.length));
        }
        byte[] json = configJson();
        return Manifest.of(Descriptor.of(MediaType.OCI_CONFIG, Digest.of(json), json.length), descriptors);
    }

    /** As {@code docker save} writes it since version 1.10: manifest.json, the config, a directory for each layer. */
    public byte[] dockerArchive() {
        return Archives.docker(this);
    }

    /** An OCI layout, as {@code skopeo copy … oci-archive:} and {@code docker save} since version 25 write it. */
    public byte[] ociArchive() {
        return Archives.oci(List.of(this));
    }

    List<String> names() {
        return names;
    }

    /** The layers as they lie in an archive: damaged if that was asked for. */
    public List<byte[]> blobs(Compression packing) {
        List<byte[]> blobs = new ArrayList<>();
        for (byte[] layer : layers) {
            blobs.add(Packed.with(packing, layer));
        }
        if (damaged) {
            byte[] last = blobs.get(blobs.size() - 1);
            byte[] copy = Arrays.copyOf(last, last.length);
            copy[copy.length / 2] ^= 0x20;
            blobs.set(blobs.size() - 1, copy);
        }
        return blobs;
    }

    public Compression compression() {
        return compression;
    }

    private MediaType layerType() {
        return switch (compression) {
            case GZIP -> MediaType.OCI_LAYER_GZIP;
            case ZSTD -> MediaType.OCI_LAYER_ZSTD;
            default -> MediaType.OCI_LAYER;
        };
    }
}

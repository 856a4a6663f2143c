package dev.gantry.oci.testing;

import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Puts one or several images into an archive. */
public final class Archives {
    private static final JsonMapper JSON = new JsonMapper();

    private Archives() {}

    /** As {@code docker save a b}. */
    public static byte[] docker(ImageFixture... images) {
        TarFixture tar = new TarFixture();
        Set<String> written = new LinkedHashSet<>();
        List<Map<String, Object>> manifest = new ArrayList<>();
        for (ImageFixture image : images) {
            byte[] config = image.configJson();
            String configName = Digest.of(config).hex() + ".json";
            if (written.add(configName)) {
                tar.file(configName, config, 0644);
            }
            List<String> layers = new ArrayList<>();
            List<byte[]> blobs = image.blobs(Compression.NONE);
            for (int i = 0; i < blobs.size(); i++) {
                String directory = image.config().diffIds().get(i).hex();
                layers.add(directory + "/layer.tar");
                if (written.add(directory)) {
                    tar.directory(directory);
                    tar.file(directory + "/VERSION", "1.0");
                    tar.file(directory + "/layer.tar", blobs.get(i), 0644);
                }
            }
            manifest.add(entry(configName, image.names(), layers));
        }
        return tar.file("manifest.json", JSON.writeValueAsString(manifest)).bytes();
    }

    /** As {@code docker save} before version 1.10 shared layers: a layer that lies elsewhere is a symbolic link to it. */
    public static byte[] dockerWithLinkedLayer(ImageFixture image, String linkTarget) {
        TarFixture tar = new TarFixture();
        byte[] config = image.configJson();
        String configName = Digest.of(config).hex() + ".json";
        tar.file(configName, config, 0644);
        tar.directory("real")
                .file("real/layer.tar", image.blobs(Compression.NONE).get(0), 0644);
        tar.directory("linked").symlink("linked/layer.tar", linkTarget);
        String manifest =
                JSON.writeValueAsString(List.of(entry(configName, image.names(), List.of("linked/layer.tar"))));
        return tar.file("manifest.json", manifest).bytes();
    }

    /** An OCI layout whose index.json lists each image once for each of its names, or once without a name. */
    public static byte[] oci(List<ImageFixture> images) {
        TarFixture tar = layout();
        Set<Digest> written = new LinkedHashSet<>();
        List<Descriptor> listed = new ArrayList<>();
        for (ImageFixture image : images) {
            Descriptor plain = addBlobs(tar, written, image);
            for (String name : image.names()) {
                listed.add(named(plain, name));
            }
            if (image.names().isEmpty()) {
                listed.add(plain);
            }
        }
        return tar.file("index.json", Index.of(listed).raw().bytes(), 0644).bytes();
    }

    /** An OCI layout with one name for an index of the given images, one for each platform. */
    public static byte[] ociMultiPlatform(String name, ImageFixture... images) {
        TarFixture tar = layout();
        Set<Digest> written = new LinkedHashSet<>();
        List<Descriptor> listed = new ArrayList<>();
        for (ImageFixture image : images) {
            listed.add(addBlobs(tar, written, image));
        }
        Index index = Index.of(listed);
        addBlob(tar, written, index.raw().bytes(), index.raw().digest());
        Descriptor top = named(Descriptor.of(MediaType.OCI_INDEX, index.raw()), name);
        return tar.file("index.json", Index.of(List.of(top)).raw().bytes(), 0644)
                .bytes();
    }

    /** A small root file system with a program in it that is no real one. */
    public static TarFixture rootFileSystem() {
        return new TarFixture()
                .directory("bin")
                .file("bin/app", "#!/bin/none\n".getBytes(StandardCharsets.UTF_8), 0755)
                .directory("etc")
                .file("etc/passwd", "root:x:0:0:root:/root:/bin/app\n")
                .symlink("sbin", "bin");
    }

    private static TarFixture layout() {
        return new TarFixture()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .directory("blobs")
                .directory("blobs/sha256");
    }

    private static Descriptor addBlobs(TarFixture tar, Set<Digest> written, ImageFixture image) {
        Manifest manifest = image.manifest();
        addBlob(tar, written, image.configJson(), manifest.config().digest());
        List<byte[]> blobs = image.blobs(image.compression());
        for (int i = 0; i < blobs.size(); i++) {
            addBlob(tar, written, blobs.get(i), manifest.layers().get(i).digest());
        }
        addBlob(tar, written, manifest.raw().bytes(), manifest.raw().digest());
        ImageConfig.Platform platform = image.config().platform();
        Descriptor plain = Descriptor.of(MediaType.OCI_MANIFEST, manifest.raw());
        return new Descriptor(plain.mediaType(), plain.digest(), plain.size(), Optional.of(platform), Map.of());
    }

    private static void addBlob(TarFixture tar, Set<Digest> written, byte[] content, Digest digest) {
        if (written.add(digest)) {
            tar.file("blobs/sha256/" + digest.hex(), content, 0644);
        }
    }

    private static Descriptor named(Descriptor d, String name) {
        Map<String, String> annotations = Map.of("org.opencontainers.image.ref.name", name);
        return new Descriptor(d.mediaType(), d.digest(), d.size(), d.platform(), annotations);
    }

    private static Map<String, Object> entry(String config, List<String> names, List<String> layers) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("Config", config);
        entry.put("RepoTags", names.isEmpty() ? null : names);
        entry.put("Layers", layers);
        return entry;
    }
}

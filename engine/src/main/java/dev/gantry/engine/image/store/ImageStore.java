package dev.gantry.engine.image.store;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.engine.disk.DataRoot;
import dev.gantry.engine.disk.DurableFile;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which images there are and what they are called: one file for each image, written once, and one for all names, so
 * that a name moves from one image to another in one step. Whatever moment the host dies at, the next start reads what
 * was true before or after. Safe for several threads.
 */
public final class ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DataRoot root;
    private final ContentStore content;
    private final Map<String, Entry> images = new TreeMap<>();
    private final Map<Reference, Digest> names = new TreeMap<>();
    private boolean damaged;

    /** Reads what is on the disk. */
    public ImageStore(DataRoot root, ContentStore content) {
        this.root = root;
        this.content = content;
        load();
    }

    private record Entry(ImageRecord record, ImageConfig config) {}

    public synchronized List<Image> list() {
        return images.values().stream().map(this::image).toList();
    }

    public synchronized Optional<Image> find(Digest manifest) {
        return Optional.ofNullable(images.get(manifest.hex())).map(this::image);
    }

    /** By a manifest's digest, "sha256:…", a name, or a name with a digest. */
    public synchronized Optional<Image> find(String nameOrDigest) {
        if (nameOrDigest.startsWith("sha256:")) {
            return findByDigest(Digest.parse(nameOrDigest));
        }
        Reference name = Reference.parse(nameOrDigest);
        Optional<Digest> named = Optional.ofNullable(names.get(name));
        return named.flatMap(this::find).or(() -> name.digest().flatMap(this::findByDigest));
    }

    /** A digest in a name is often that of the index that led to the image. */
    private Optional<Image> findByDigest(Digest digest) {
        return find(digest)
                .or(() -> images.values().stream()
                        .filter(entry ->
                                entry.record().indexes().orElse(List.of()).contains(digest))
                        .findFirst()
                        .map(this::image));
    }

    public synchronized Optional<ImageRecord> record(Digest manifest) {
        return Optional.ofNullable(images.get(manifest.hex())).map(Entry::record);
    }

    public synchronized List<ImageRecord> records() {
        return images.values().stream().map(Entry::record).toList();
    }

    /** When the image came to this host: its file is written once. Empty when there is no such image. */
    public synchronized Optional<Instant> arrived(Digest manifest) {
        if (!images.containsKey(manifest.hex())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.getLastModifiedTime(root.image(manifest)).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException("read the time of " + root.image(manifest), e);
        }
    }

    /** Whether a file could not be read, so that nobody knows all that is needed. */
    public synchronized boolean isDamaged() {
        return damaged;
    }

    /** Adds the image, or just the names when it is there; a name that means another image is taken from that one. */
    public synchronized Image add(ImageRecord added, ImageConfig config, Collection<Reference> newNames) {
        ImageRecord record = latest(added);
        if (!Optional.ofNullable(images.get(record.manifest().hex()))
                .map(Entry::record)
                .equals(Optional.of(record))) {
            DurableFile.write(root.image(record.manifest()), JSON.writeValueAsBytes(record));
            images.put(record.manifest().hex(), new Entry(record, config));
        }
        return addNames(record.manifest(), newNames);
    }

    /** A name that means another image is taken from that one. */
    public synchronized Image addName(Digest manifest, Reference name) {
        return addNames(manifest, List.of(name));
    }

    private Image addNames(Digest manifest, Collection<Reference> newNames) {
        if (newNames.stream().anyMatch(name -> !manifest.equals(names.get(name)))) {
            Map<Reference, Digest> changed = new TreeMap<>(names);
            newNames.forEach(name -> changed.put(name, manifest));
            writeNames(changed);
        }
        return find(manifest).orElseThrow();
    }

    /** An image that was imported and is pulled now learns of its indexes; one that had some keeps them. */
    private ImageRecord latest(ImageRecord added) {
        Entry there = images.get(added.manifest().hex());
        boolean knowsMore = added.indexes().filter(list -> !list.isEmpty()).isPresent();
        return there == null || knowsMore ? added : there.record();
    }

    public synchronized void removeName(Reference name) {
        Map<Reference, Digest> changed = new TreeMap<>(names);
        if (changed.remove(name) != null) {
            writeNames(changed);
        }
    }

    /** Removes the image and its names, not its content. */
    public synchronized void remove(Digest manifest) {
        Map<Reference, Digest> changed = new TreeMap<>(names);
        if (changed.values().removeIf(manifest::equals)) {
            writeNames(changed);
        }
        DurableFile.remove(root.image(manifest));
        images.remove(manifest.hex());
    }

    private void writeNames(Map<Reference, Digest> changed) {
        Map<String, String> json = new TreeMap<>();
        changed.forEach((name, digest) -> json.put(name.toString(), digest.toString()));
        DurableFile.write(root.imageNames(), JSON.writeValueAsBytes(json));
        names.clear();
        names.putAll(changed);
    }

    private Image image(Entry entry) {
        ImageRecord record = entry.record();
        List<Reference> own = new ArrayList<>();
        names.forEach((name, digest) -> {
            if (digest.equals(record.manifest())) {
                own.add(name);
            }
        });
        List<Image.Layer> layers = record.layers().stream()
                .map(layer -> new Image.Layer(layer.diffId(), layer.sizeBytes()))
                .toList();
        return new Image(record.manifest(), record.config(), own, entry.config(), layers);
    }

    private void load() {
        try (Dir dir = Dir.open(root.images())) {
            for (Dir.Entry file : dir.list()) {
                String name = new String(file.name(), StandardCharsets.UTF_8);
                Path path = root.images().resolve(name);
                if (DurableFile.isLeftover(name)) {
                    dir.unlink(file.name());
                } else if (!path.equals(root.imageNames())) {
                    loadImage(path);
                }
            }
        }
        loadNames();
    }

    private void loadImage(Path path) {
        try {
            ImageRecord record = JSON.readValue(Files.readAllBytes(path), ImageRecord.class);
            ImageConfig config = ImageConfig.parse(content.read(record.config()));
            images.put(record.manifest().hex(), new Entry(record, config));
        } catch (JacksonException | IOException | RefusedException e) {
            // The other images are still good; nothing is removed any more, because this one may need it.
            LOG.error("the image in {} can't be read and is left out", path, e);
            damaged = true;
        }
    }

    private void loadNames() {
        try {
            Map<String, String> json =
                    JSON.readValue(Files.readAllBytes(root.imageNames()), new TypeReference<Map<String, String>>() {});
            json.forEach((name, digest) -> {
                if (find(Digest.parse(digest)).isPresent()) {
                    names.put(Reference.parse(name), Digest.parse(digest));
                }
            });
        } catch (NoSuchFileException e) {
            LOG.debug("no image has a name yet");
        } catch (JacksonException | RefusedException e) {
            LOG.error("the names of the images in {} can't be read", root.imageNames(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("read " + root.imageNames(), e);
        }
    }
}

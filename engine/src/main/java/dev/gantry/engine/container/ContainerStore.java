package dev.gantry.engine.container;

import dev.gantry.engine.disk.DurableFile;
import dev.gantry.engine.disk.Ingest;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;

/**
 * The containers of this host on disk, one directory each. A container exists as soon as its state.json does, which is
 * written last, and is gone as soon as its directory has been renamed away. Each file appears by rename after fsync.
 */
final class ContainerStore {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ContainerPaths paths;
    private final Ingest ingest;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    ContainerStore(ContainerPaths paths, Ingest ingest) {
        this.paths = paths;
        this.ingest = ingest;
        load();
    }

    /** One container; its lock is held by whoever changes it. */
    final class Entry {
        final ContainerConfig config;
        final ReentrantLock lock = new ReentrantLock();
        private volatile State state;
        private volatile boolean removed;

        private Entry(ContainerConfig config, State state) {
            this.config = config;
            this.state = state;
        }

        State state() {
            return state;
        }

        boolean removed() {
            return removed;
        }

        ContainerView view() {
            return state.view(config);
        }

        void write(State next) {
            DurableFile.write(paths.state(config.id()), MAPPER.writeValueAsBytes(next));
            state = next;
        }
    }

    Collection<Entry> all() {
        return entries.values();
    }

    Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    Entry get(String id) {
        return find(id).orElseThrow(() -> new RefusedException(
                RefusalCode.CONTAINER_NOT_FOUND,
                "find the container \"" + (id.length() > 64 ? id.substring(0, 64) + "…" : id) + "\"",
                "there is none with this id on this host",
                "list the host's containers; it may have been removed"));
    }

    /** Refused when the id or the name exists. */
    synchronized Entry create(ContainerConfig config, State state) {
        String id = config.id();
        for (Entry other : entries.values()) {
            if (other.config.id().equals(id) || other.config.name().equals(config.name())) {
                throw new RefusedException(
                        RefusalCode.NAME_TAKEN,
                        "create the container \"" + config.name() + "\"",
                        "the container " + other.config.id() + " has this "
                                + (other.config.id().equals(id) ? "id" : "name"),
                        "choose another name, or remove that container first");
            }
        }
        Dir.make(paths.data().container(id), 0700);
        Dir.make(paths.logs(id), 0700);
        try (Dir all = Dir.open(paths.data().containers())) {
            all.sync();
        }
        Entry entry = new Entry(config, state);
        DurableFile.write(
                paths.data().container(id),
                List.of(
                        DurableFile.Content.of(ContainerPaths.CONFIG, MAPPER.writeValueAsBytes(config)),
                        DurableFile.Content.of(ContainerPaths.STATE, MAPPER.writeValueAsBytes(state))));
        entries.put(id, entry);
        return entry;
    }

    /** Takes the container away at once, then its files. */
    void remove(Entry entry) {
        String id = entry.config.id();
        entries.remove(id);
        entry.removed = true;
        ingest.discard(paths.data().container(id));
    }

    private void load() {
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(paths.data().containers())) {
            for (Path directory : directories) {
                String id = directory.getFileName().toString();
                if (Files.exists(paths.state(id))) {
                    ContainerConfig config = MAPPER.readValue(paths.config(id), ContainerConfig.class);
                    entries.put(id, new Entry(config, MAPPER.readValue(paths.state(id), State.class)));
                } else {
                    ingest.discard(directory);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

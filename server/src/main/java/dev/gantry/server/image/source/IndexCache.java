package dev.gantry.server.image.source;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.server.platform.ServerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Layer indexes that were made or brought here, within a bound. Those of one host are kept apart from all others, so that
 * a host which lies about a layer lies about its own images alone.
 */
@Component
class IndexCache {
    private static final String FRESH = ".new";

    private final Path directory;
    private final LayerProperties properties;
    private final Clock clock;

    IndexCache(ServerHome home, LayerProperties properties, Clock clock) {
        this.directory = home.layerIndexes();
        this.properties = properties;
        this.clock = clock;
        files().stream().filter(file -> file.name().endsWith(FRESH)).forEach(file -> remove(file.path()));
    }

    /** Makes an index' file. */
    @FunctionalInterface
    interface Making {
        /** @param target does not exist */
        void write(Path target) throws IOException;
    }

    /** @param from who tells it: a host's id, or "registry" */
    Optional<LayerIndex> find(String from, Digest diffId) {
        Path file = file(from, diffId);
        try {
            Optional<LayerIndex> found = LayerIndex.open(file);
            if (found.isPresent()) {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            }
            return found;
        } catch (NoSuchFileException e) {
            // Another request made room just now.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    /** Errors with IMAGE_INVALID when what was made is no index. */
    LayerIndex put(String from, Digest diffId, Making making) throws IOException {
        Path fresh = directory.resolve(UUID.randomUUID() + FRESH);
        try {
            making.write(fresh);
            LayerIndex index = LayerIndex.openForeign(fresh)
                    .orElseThrow(() -> new RefusedException(
                            RefusalCode.IMAGE_INVALID,
                            "look into the layer " + diffId,
                            "what came as its index is none, or of another version",
                            "see that the host's agent has the server's version"));
            Files.move(fresh, file(from, diffId), StandardCopyOption.ATOMIC_MOVE);
            makeRoom();
            return index;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Path file(String from, Digest diffId) {
        return directory.resolve(from + "-" + diffId.hex());
    }

    private record Kept(Path path, long bytes, FileTime used) {
        String name() {
            return path.getFileName().toString();
        }
    }

    /** A file that goes stays readable for whoever has it open. */
    private void makeRoom() {
        List<Kept> kept = new ArrayList<>(files());
        kept.sort(Comparator.comparing(Kept::used));
        long sum = kept.stream().mapToLong(Kept::bytes).sum();
        for (Kept oldest : kept) {
            if (sum <= properties.indexes().toBytes()) {
                return;
            }
            if (!oldest.name().endsWith(FRESH)) {
                remove(oldest.path());
                sum -= oldest.bytes();
            }
        }
    }

    private List<Kept> files() {
        try (Stream<Path> all = Files.list(directory)) {
            List<Kept> found = new ArrayList<>();
            for (Path path : (Iterable<Path>) all::iterator) {
                try {
                    found.add(new Kept(path, Files.size(path), Files.getLastModifiedTime(path)));
                } catch (NoSuchFileException e) {
                    // Gone meanwhile.
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + directory, e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + file, e);
        }
    }
}

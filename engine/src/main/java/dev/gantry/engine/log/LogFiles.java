package dev.gantry.engine.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The log directory of one container: {@code log} is being written, {@code log.1}, {@code log.2}, … are older parts; the
 * higher the number, the younger. Numbers are never used again.
 */
public record LogFiles(Path directory) {
    private static final String CURRENT = "log";

    /** One part; {@code inode} tells it apart whatever its name becomes. */
    record Part(Path path, Object inode, long size) {}

    public Path current() {
        return directory.resolve(CURRENT);
    }

    /** From the oldest to the youngest. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        List<Path> paths = new ArrayList<>(rotated().values());
        paths.add(current());
        for (Path path : paths) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                Part part = new Part(path, Objects.requireNonNull(attributes.fileKey()), attributes.size());
                // A rename between the listing and the look shows one file under both names.
                parts.removeIf(other -> other.inode().equals(part.inode()));
                parts.add(part);
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return parts;
    }

    /**
     * Starts a new file when the current one is too large.
     *
     * @param keep how many files there may be in all
     * @param reopen asks the writer to open {@code log} anew; until it has, it writes to the renamed file
     */
    public void rotate(long maxBytes, int keep, Runnable reopen) {
        try {
            TreeMap<Long, Path> rotated = rotated();
            if (!Files.exists(current())) {
                if (!rotated.isEmpty()) {
                    // Asked before, and the writer did not hear it.
                    reopen.run();
                }
                return;
            }
            if (Files.size(current()) <= maxBytes) {
                return;
            }
            long number = rotated.isEmpty() ? 1 : rotated.lastKey() + 1;
            Files.move(current(), directory.resolve(CURRENT + "." + number), StandardCopyOption.ATOMIC_MOVE);
            reopen.run();
            for (int surplus = rotated.size() + 2 - keep; surplus > 0 && !rotated.isEmpty(); surplus--) {
                Files.deleteIfExists(rotated.pollFirstEntry().getValue());
            }
        } catch (NoSuchFileException e) {
            // Removed with its container in the meantime.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TreeMap<Long, Path> rotated() {
        TreeMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, CURRENT + ".*")) {
            for (Path file : files) {
                String number = file.getFileName().toString().substring(CURRENT.length() + 1);
                if (number.matches("\\d{1,18}")) {
                    found.put(Long.parseLong(number), file);
                }
            }
        } catch (NoSuchFileException e) {
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}

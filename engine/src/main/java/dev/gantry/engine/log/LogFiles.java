package dev.gantry.engine.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The log directory of one container. {@code log} is being written, {@code log.1}, {@code log.2}, … are its parts, the
 * higher the number the younger; numbers are never used again. The one that is being written has a number, too, as a
 * second name, so that it lasts when conmon puts a new file in the place of {@code log}. What conmon puts there is
 * {@code log.tmp}, which {@link Rotation} makes beforehand; {@code log.next} is its second name until it has a number.
 */
public record LogFiles(Path directory) {
    private static final String CURRENT = "log";

    /**
     * One part; {@code inode} tells it apart whatever its name becomes.
     *
     * @param number the one it has or is going to get
     */
    record Part(Path path, long number, Object inode, long size) {}

    Path current() {
        return directory.resolve(CURRENT);
    }

    Path numbered(long number) {
        return directory.resolve(CURRENT + "." + number);
    }

    Path next() {
        return directory.resolve(CURRENT + ".next");
    }

    /** The name is conmon's own, ctr_logging.c, reopen_k8s_file: opened, truncated and renamed to {@code log}. */
    Path coming() {
        return directory.resolve(CURRENT + ".tmp");
    }

    /** From the oldest to the youngest, without the one that is not yet written to. */
    List<Part> parts() {
        // In this order: what moves on meanwhile is seen under its old name, its new one or both, never under none.
        Optional<Part> next = part(next(), 0);
        TreeMap<Long, Path> numbered = numbered();
        List<Part> parts = new ArrayList<>();
        numbered.forEach((number, path) -> part(path, number).ifPresent(part -> add(parts, part)));
        Optional<Part> current = part(current(), 0);
        Optional<Object> coming = inode(coming());
        next.filter(part -> isTaken(part, coming)).ifPresent(part -> add(parts, part));
        current.ifPresent(part -> add(parts, part));
        return parts;
    }

    /** Whether conmon has the file; an empty one alone is just being made for it. */
    private static boolean isTaken(Part next, Optional<Object> coming) {
        return next.size() > 0
                || coming.filter(inode -> !inode.equals(next.inode())).isPresent();
    }

    /** What has no number yet gets the one that follows. */
    private static void add(List<Part> parts, Part part) {
        if (parts.stream().noneMatch(other -> other.inode().equals(part.inode()))) {
            long last = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).number();
            parts.add(new Part(part.path(), part.number() > 0 ? part.number() : last + 1, part.inode(), part.size()));
        }
    }

    TreeMap<Long, Path> numbered() {
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

    static Optional<Object> inode(Path path) {
        return part(path, 0).map(Part::inode);
    }

    private static Optional<Part> part(Path path, long number) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Part(path, number, Objects.requireNonNull(attributes.fileKey()), attributes.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.gantry.engine.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps one container's log within bounds, a look at a time. conmon replaces {@code log} in two cases: when it is asked
 * to, and by itself after {@link #unattendedBytes}, which bounds the disk when nobody looks. It drops what it replaces;
 * nothing is lost all the same, because every part has a second name by then: the current one since the last look, and
 * the file that comes next since before it came. Only a third replacement between two looks drops the second's lines.
 *
 * @param maxBytes a part that is larger is followed by a new one
 * @param keep how many parts there may be
 */
public record Rotation(long maxBytes, int keep) {
    private static final int ATTEMPTS = 5;

    /** As much as is kept of a log; a writer has to write twice as much between two looks before a line is lost. */
    public long unattendedBytes() {
        return maxBytes * keep;
    }

    /**
     * Gives numbers to what has none, asks for a new part when the current one is too large, and removes the oldest.
     *
     * @param reopen asks the writer to replace {@code log}; when it does not hear, it is asked at the next look again
     */
    public void look(LogFiles files, Runnable reopen) {
        try {
            name(files);
            if (Files.size(files.current()) > maxBytes) {
                reopen.run();
            }
            removeOldest(files);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // conmon moved on between two steps, or the container was removed: the next look sees what is true then.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parts that grew while nobody looked count by their size: what is kept stays below one part more than planned. */
    private void removeOldest(LogFiles files) throws IOException {
        TreeMap<Long, Path> numbered = files.numbered();
        long left = 0;
        for (Path part : numbered.values()) {
            left += Files.size(part);
        }
        while (!numbered.isEmpty()) {
            Path oldest = numbered.pollFirstEntry().getValue();
            left -= Files.size(oldest);
            if (numbered.size() < keep && left < maxBytes * keep) {
                return;
            }
            Files.delete(oldest);
        }
    }

    /** Until each has its second name: conmon may take its next file between any two steps. */
    private static void name(LogFiles files) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                prepare(files);
                // Last: what conmon made for itself before its next file was there has no other name.
                numberCurrent(files);
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** What conmon took as its next file gets a number, unless it has one. */
    private static void numberTaken(LogFiles files) throws IOException {
        Optional<Object> next = LogFiles.inode(files.next());
        if (next.isEmpty() || next.equals(LogFiles.inode(files.coming()))) {
            return;
        }
        if (isNumbered(files, next)) {
            Files.delete(files.next());
        } else {
            Files.move(files.next(), free(files), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The current one got its second name before it came, or gets a number as its second name now. */
    private static void numberCurrent(LogFiles files) throws IOException {
        Optional<Object> current = LogFiles.inode(files.current());
        if (!current.equals(LogFiles.inode(files.next())) && !isNumbered(files, current)) {
            Files.createLink(free(files), files.current());
        }
    }

    private static boolean isNumbered(LogFiles files, Optional<Object> inode) {
        return files.numbered().values().stream().map(LogFiles::inode).anyMatch(inode::equals);
    }

    /** The second name is there first: conmon may take the file the moment it has the name that conmon knows. */
    private static void prepare(LogFiles files) throws IOException {
        numberTaken(files);
        if (Files.exists(files.next())) {
            return;
        }
        if (!Files.exists(files.coming())) {
            Files.createFile(
                    files.next(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.createLink(files.coming(), files.next());
        } else {
            Files.createLink(files.next(), files.coming());
        }
    }

    private static Path free(LogFiles files) {
        TreeMap<Long, Path> numbered = files.numbered();
        return files.numbered(numbered.isEmpty() ? 1 : numbered.lastKey() + 1);
    }
}

package dev.gantry.engine.log;

import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.log.LogFiles.Part;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands out a log's records in order, across its parts, and goes on with those that come when it is to follow. */
public final class LogReader {
    private static final long WAIT_MILLIS = 50;
    private static final int BLOCK = 64 << 10;

    private final LogFiles files;
    private final LogQuery query;
    private final Consumer<LogRecord> consumer;
    private final LogParser parser = new LogParser();

    public LogReader(LogFiles files, LogQuery query, Consumer<LogRecord> consumer) {
        this.files = files;
        this.query = query;
        this.consumer = consumer;
    }

    /** Where to begin. */
    private record Start(Part part, long offset) {}

    /** @param goOn asked while following; false ends it */
    public void read(BooleanSupplier goOn) {
        try {
            @Nullable Start start = null;
            while (start == null) {
                start = start().orElse(null);
                if (start == null && !(query.follow() && goOn.getAsBoolean() && waited())) {
                    return;
                }
            }
            Part part = start.part();
            long offset = start.offset();
            while (part != null) {
                part = readPart(part, offset, goOn);
                offset = 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one part to its end; the next part, or null at the end of all. */
    private @Nullable Part readPart(Part part, long offset, BooleanSupplier goOn)
            throws IOException, InterruptedException {
        try (LineReader reader = new LineReader(current(part).path(), offset)) {
            while (true) {
                hand(reader);
                Optional<Part> next = after(part);
                if (next.isPresent()) {
                    // It exists, so the writer has left this one; what came before that is read now.
                    hand(reader);
                    return next.get();
                }
                if (!query.follow() || !goOn.getAsBoolean() || !waited()) {
                    return null;
                }
            }
        } catch (NoSuchFileException e) {
            // Rotated away before we came to it.
            return after(part).orElse(null);
        }
    }

    private void hand(LineReader reader) throws IOException {
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            Optional<LogRecord> record = parser.parse(line);
            if (record.isPresent() && isWanted(record.get().time())) {
                consumer.accept(record.get());
            }
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private boolean isWanted(Instant time) {
        return query.since().map(since -> !time.isBefore(since)).orElse(true);
    }

    private static boolean waited() throws InterruptedException {
        new Semaphore(0).tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        return true;
    }

    /** The part under the name that it has now. */
    private Part current(Part part) {
        return files.parts().stream()
                .filter(other -> other.inode().equals(part.inode()))
                .findFirst()
                .orElse(part);
    }

    /** One that is gone is followed by the first that is not older. */
    private Optional<Part> after(Part part) {
        List<Part> parts = files.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).inode().equals(part.inode())) {
                return i + 1 < parts.size() ? Optional.of(parts.get(i + 1)) : Optional.empty();
            }
        }
        return parts.stream().filter(other -> other.number() >= part.number()).findFirst();
    }

    private Optional<Start> start() throws IOException {
        List<Part> parts = files.parts();
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        if (query.tail().isEmpty()) {
            return Optional.of(new Start(parts.get(0), 0));
        }
        long wanted = query.tail().getAsInt();
        for (int i = parts.size() - 1; i >= 0; i--) {
            long[] found = lastLines(parts.get(i), wanted);
            if (found[0] == wanted || i == 0) {
                return Optional.of(new Start(parts.get(i), found[1]));
            }
            wanted -= found[0];
        }
        return Optional.empty();
    }

    /** How many of the wanted last lines there are, and where the first of them begins. */
    private static long[] lastLines(Part part, long wanted) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(part.path().toFile(), "r")) {
            byte[] block = new byte[BLOCK];
            long end = file.length();
            long ends = 0;
            for (long to = end; to > 0; to -= Math.min(to, BLOCK)) {
                int length = (int) Math.min(to, BLOCK);
                file.seek(to - length);
                file.readFully(block, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (block[i] == '\n' && ends++ == wanted) {
                        return new long[] {wanted, to - length + i + 1};
                    }
                }
            }
            return new long[] {Math.min(ends, wanted), 0};
        }
    }
}

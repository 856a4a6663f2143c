package dev.gantry.engine.container;

import java.time.Instant;

/**
 * One record of a container's log.
 *
 * @param text without the line's end; bytes that are no UTF-8 are U+FFFD
 * @param partial the line goes on in the next record of the same stream
 */
public record LogRecord(Instant time, Stream stream, String text, boolean partial) {
    /** Where the container wrote it. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}

package dev.gantry.protocol.facts;

/**
 * One line that a container wrote.
 *
 * @param time RFC 3339 with nanoseconds, UTC
 * @param stream "stdout" or "stderr"
 * @param text without the line's end; bytes that are no UTF-8 become U+FFFD
 * @param partial the line goes on in the next record of the same stream
 */
public record LogLine(String time, String stream, String text, boolean partial) {}

package dev.gantry.engine.log;

import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.LogRecord.Stream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the lines of conmon's k8s-file format: {@code 2026-01-31T12:00:00.000000000+00:00 stdout F text}, with P instead
 * of F for a line that goes on in the next record. A character whose bytes are divided between two such records is put
 * together in the second.
 */
final class LogParser {
    private final Map<Stream, byte[]> rests = new EnumMap<>(Stream.class);

    /** @param line without its end; empty when it has not this form */
    Optional<LogRecord> parse(byte[] line) {
        int time = indexOf(line, 0);
        int stream = indexOf(line, time + 1);
        int flag = indexOf(line, stream + 1);
        if (time < 0 || stream < 0 || flag != stream + 2) {
            return Optional.empty();
        }
        String name = ascii(line, time + 1, stream);
        boolean error = name.equals("stderr");
        if (!error && !name.equals("stdout")) {
            return Optional.empty();
        }
        try {
            Instant at = OffsetDateTime.parse(ascii(line, 0, time)).toInstant();
            Stream from = error ? Stream.STDERR : Stream.STDOUT;
            boolean partial = line[stream + 1] == 'P';
            return Optional.of(new LogRecord(at, from, text(line, flag + 1, from, partial), partial));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String text(byte[] line, int from, Stream stream, boolean partial) {
        byte[] rest = rests.remove(stream);
        byte[] bytes = Arrays.copyOfRange(line, from, line.length);
        if (rest != null) {
            byte[] both = Arrays.copyOf(rest, rest.length + bytes.length);
            System.arraycopy(bytes, 0, both, rest.length, bytes.length);
            bytes = both;
        }
        int whole = partial ? wholeCharacters(bytes) : bytes.length;
        if (whole < bytes.length) {
            rests.put(stream, Arrays.copyOfRange(bytes, whole, bytes.length));
        }
        return new String(bytes, 0, whole, StandardCharsets.UTF_8);
    }

    /** Length without a last character that lacks bytes, RFC 3629. */
    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length - 1;
        while (start >= 0 && start > bytes.length - 4 && (bytes[start] & 0xc0) == 0x80) {
            start--;
        }
        if (start < 0) {
            return bytes.length;
        }
        int lead = bytes[start] & 0xff;
        int need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        return bytes.length - start < need ? start : bytes.length;
    }

    private static int indexOf(byte[] line, int from) {
        for (int i = from; i < line.length && i >= 0; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static String ascii(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.US_ASCII);
    }
}

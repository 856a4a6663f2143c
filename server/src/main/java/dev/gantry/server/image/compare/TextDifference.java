package dev.gantry.server.image.compare;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs in the text of a file.
 *
 * @param beforeBytes size of the first one's file; 0 when it has none
 * @param hunks parts that differ, with a few lines around them; none when it is no text
 */
@Schema(name = "TextDifference")
record TextDifference(Kind kind, long beforeBytes, long afterBytes, List<Hunk> hunks) {
    private static final int AROUND = 3;
    /** A longer line is cut: it is there to be looked at. In characters. */
    private static final int LONGEST_LINE = 2_000;

    @Schema(name = "TextDifferenceKind")
    enum Kind {
        TEXT,
        BINARY,
        /** One of them is larger than is read for this. */
        TOO_LARGE
    }

    /** @param beforeLine the number of its first line in the first file, from 1 */
    @Schema(name = "TextHunk")
    record Hunk(int beforeLine, int afterLine, List<Line> lines) {}

    @Schema(name = "TextLine")
    record Line(Fate fate, String text) {}

    @Schema(name = "TextLineFate")
    enum Fate {
        SAME,
        REMOVED,
        ADDED
    }

    static TextDifference of(byte[] before, byte[] after) {
        Optional<List<String>> one = lines(before);
        Optional<List<String>> other = lines(after);
        if (one.isEmpty() || other.isEmpty()) {
            return new TextDifference(Kind.BINARY, before.length, after.length, List.of());
        }
        return new TextDifference(Kind.TEXT, before.length, after.length, hunks(LineDiff.of(one.get(), other.get())));
    }

    private static List<Hunk> hunks(List<LineDiff.Line> all) {
        List<Hunk> hunks = new ArrayList<>();
        int beforeLine = 1;
        int afterLine = 1;
        int i = 0;
        while (i < all.size()) {
            if (!isNearChange(all, i)) {
                beforeLine++;
                afterLine++;
                i++;
                continue;
            }
            List<Line> lines = new ArrayList<>();
            int beforeStart = beforeLine;
            int afterStart = afterLine;
            for (; i < all.size() && isNearChange(all, i); i++) {
                LineDiff.Line line = all.get(i);
                lines.add(new Line(Fate.valueOf(line.fate().name()), cut(line.text())));
                beforeLine += line.fate() == LineDiff.Fate.ADDED ? 0 : 1;
                afterLine += line.fate() == LineDiff.Fate.REMOVED ? 0 : 1;
            }
            hunks.add(new Hunk(beforeStart, afterStart, lines));
        }
        return hunks;
    }

    private static boolean isNearChange(List<LineDiff.Line> all, int at) {
        for (int i = Math.max(0, at - AROUND); i <= Math.min(all.size() - 1, at + AROUND); i++) {
            if (all.get(i).fate() != LineDiff.Fate.SAME) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    /** Empty when it is no UTF-8 text. A last line without a line feed is another one than with it. */
    private static Optional<List<String>> lines(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        if (text.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b)) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        if (!last.isEmpty()) {
            lines.add(last + " (no line feed at the end)");
        }
        return Optional.of(lines);
    }
}

package dev.gantry.server.container.log;

import dev.gantry.protocol.facts.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lets whole lines through that hold a text, in any case and whatever colours are in between. A long line comes in
 * parts, between which the other stream may write; of one beyond 1 Mi characters only that much is searched.
 */
final class LineSearch {
    private static final int MOST = 1 << 20;
    /** The engine cuts lines at some kilobytes; only a host that plays tricks sends more parts than this. */
    private static final int MOST_PARTS = 10_000;

    /** Control sequences (ECMA-48, 5.4), such as those for colours. */
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private final String wanted;
    private final Map<Boolean, Parts> open = new HashMap<>();

    LineSearch(String text) {
        wanted = text.toLowerCase(Locale.ROOT);
    }

    /** The parts of the line that this part completes, if it holds the text; none otherwise. */
    List<LogLine> add(LogLine part) {
        boolean error = "stderr".equals(part.stream());
        Parts parts = open.computeIfAbsent(error, stream -> new Parts());
        if (parts.text.length() < MOST && parts.all.size() < MOST_PARTS) {
            parts.text.append(part.text());
            parts.all.add(part);
        } else if (!part.partial()) {
            parts.all.add(new LogLine(part.time(), part.stream(), "", false));
        }
        if (part.partial()) {
            return List.of();
        }
        open.remove(error);
        String plain = SEQUENCE.matcher(parts.text).replaceAll("");
        return plain.toLowerCase(Locale.ROOT).contains(wanted) ? parts.all : List.of();
    }

    private static final class Parts {
        private final StringBuilder text = new StringBuilder();
        private final List<LogLine> all = new ArrayList<>();
    }
}

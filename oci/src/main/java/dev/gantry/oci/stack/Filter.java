package dev.gantry.oci.stack;

import dev.gantry.oci.index.EntryKind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths are wanted.
 *
 * @param text part of the path, case ignored; with {@code *} or {@code ?} a pattern for the whole path, where {@code *}
 *     stays in one name and {@code **} does not; empty for all
 * @param kinds empty for all
 * @param marks empty for all but HIDDEN
 * @param minBytes of the file, or of all below the directory
 */
public record Filter(String text, Set<EntryKind> kinds, Set<Mark> marks, long minBytes) {
    public static final Filter ALL = new Filter("", Set.of(), Set.of(), 0);

    public Filter {
        kinds = Set.copyOf(kinds);
        marks = Set.copyOf(marks);
    }

    boolean wants(Mark mark) {
        return marks.isEmpty() ? mark != Mark.HIDDEN : marks.contains(mark);
    }

    /** Whether what no layer but one below touched can be left out unseen. */
    boolean wantsUntouched() {
        return wants(Mark.UNCHANGED);
    }

    boolean wants(Item item) {
        return (kinds.isEmpty() || kinds.contains(item.entry().kind())) && item.size() >= minBytes;
    }

    /** Compiled once for a walk. */
    Optional<Pattern> pattern() {
        return text.isEmpty() ? Optional.empty() : Optional.of(compile(text));
    }

    private static Pattern compile(String text) {
        if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
            return Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }
        StringBuilder regex = new StringBuilder("^/?");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' && i + 1 < text.length() && text.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.append('$').toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    static boolean matches(Pattern pattern, byte[] path) {
        return pattern.matcher("/" + new String(path, StandardCharsets.UTF_8)).find();
    }
}

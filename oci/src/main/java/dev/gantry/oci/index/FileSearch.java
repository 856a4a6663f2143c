package dev.gantry.oci.index;

import dev.gantry.oci.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds files of a layer by path or by content, by going through all of its index; directories and whiteouts are no files. */
public final class FileSearch {
    /** Part of the path, or all of it from the root when {@code fromRoot}. */
    private final byte[] part;

    private final boolean fromRoot;
    private final Optional<Pattern> pattern;
    private final @Nullable Digest content;

    private FileSearch(byte[] part, boolean fromRoot, Optional<Pattern> pattern, @Nullable Digest content) {
        this.part = part;
        this.fromRoot = fromRoot;
        this.pattern = pattern;
        this.content = content;
    }

    /**
     * @param text part of the path; with a slash at its beginning, how the path begins; with {@code *} or {@code ?} a pattern
     *     for the whole path, where {@code *} stays in one name and {@code **} does not. Upper and lower case differ, as
     *     they do for a program
     */
    public static FileSearch byPath(String text) {
        if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
            boolean fromRoot = text.startsWith("/");
            byte[] part = text.substring(fromRoot ? 1 : 0).getBytes(StandardCharsets.UTF_8);
            return new FileSearch(part, fromRoot, Optional.empty(), null);
        }
        return new FileSearch(longestPlain(text), false, Optional.of(compile(text)), null);
    }

    /** Files with these very bytes, also under the other names of hard links. */
    public static FileSearch byContent(Digest content) {
        return new FileSearch(new byte[0], false, Optional.empty(), content);
    }

    /** A part that every path of the pattern has: looked for first, because that is quick. Before a slash may be nothing. */
    private static byte[] longestPlain(String text) {
        String longest = "";
        for (String plain : text.split("[*?]+")) {
            String inside = plain.startsWith("/") ? plain.substring(1) : plain;
            longest = inside.length() > longest.length() ? inside : longest;
        }
        return longest.getBytes(StandardCharsets.UTF_8);
    }

    private static Pattern compile(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = text.startsWith("/") ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' && i + 1 < text.length() && text.charAt(i + 1) == '*') {
                i++;
                boolean directories = i + 1 < text.length() && text.charAt(i + 1) == '/';
                i += directories ? 1 : 0;
                regex.append(directories ? "(?:.*/)?" : ".*");
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** @param most at most so many; @return ordinals in the index' order */
    public int[] in(LayerIndex index, int most) {
        int[] found = new int[Math.min(most, 64)];
        int count = 0;
        byte[] path = new byte[1 << 16];
        for (int i = 0; i < index.count() && count < most; i++) {
            EntryKind kind = index.kind(i);
            if (kind == EntryKind.DIRECTORY || kind == EntryKind.WHITEOUT) {
                continue;
            }
            if (content != null ? hasContent(index, i, kind) : hasPath(path, index.path(i, path))) {
                found = count < found.length ? found : Arrays.copyOf(found, Math.min(most, count * 2));
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private boolean hasContent(LayerIndex index, int ordinal, EntryKind kind) {
        if (kind != EntryKind.HARDLINK) {
            return kind == EntryKind.FILE && index.hasContent(ordinal, content());
        }
        return index.file(ordinal)
                .flatMap(IndexEntry::content)
                .filter(content()::equals)
                .isPresent();
    }

    private Digest content() {
        return java.util.Objects.requireNonNull(content);
    }

    private boolean hasPath(byte[] path, int length) {
        if (fromRoot) {
            return length >= part.length && Arrays.equals(path, 0, part.length, part, 0, part.length);
        }
        return contains(path, length)
                && (pattern.isEmpty()
                        || pattern.get()
                                .matcher(new String(path, 0, length, StandardCharsets.UTF_8))
                                .matches());
    }

    private boolean contains(byte[] path, int length) {
        if (part.length == 0) {
            return true;
        }
        byte first = part[0];
        for (int at = 0; at <= length - part.length; at++) {
            if (path[at] == first && Arrays.equals(path, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}

package dev.gantry.engine.runtime;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Turns "user", "user:group", "uid" or "uid:gid" into numbers with the image's own passwd(5) and group(5), whose
 * content is hostile: lines that make no sense are passed over, numbers outside 0 to 2^31-2 are refused.
 */
public final class IdentityResolver {
    private static final int MAX_GROUPS = 1024;

    private final List<String[]> users;
    private final List<String[]> groups;

    /** @param passwd content of the image's /etc/passwd, "" when it has none; @param group of its /etc/group */
    public IdentityResolver(String passwd, String group) {
        users = lines(passwd, 7);
        groups = lines(group, 4);
    }

    public Identity resolve(String text) {
        String[] parts = text.split(":", 2);
        String name = parts[0].isEmpty() ? "0" : parts[0];
        Optional<String[]> entry = users.stream().filter(u -> u[0].equals(name)).findFirst();
        if (entry.isEmpty() && isNumber(name)) {
            String canonical = Integer.toString(number(name, text));
            entry = users.stream().filter(u -> u[2].equals(canonical)).findFirst();
        }
        if (entry.isEmpty() && !isNumber(name)) {
            throw refused(text, "the image's /etc/passwd has no user \"" + shown(name) + "\"");
        }
        int uid = number(entry.map(u -> u[2]).orElse(name), text);
        boolean groupGiven = parts.length == 2 && !parts[1].isEmpty();
        int gid = groupGiven
                ? group(parts[1], text)
                : entry.map(u -> number(u[3], text)).orElse(0);
        List<Integer> supplementary =
                groupGiven ? List.of() : entry.map(u -> memberships(u[0], text)).orElse(List.of());
        String home = entry.map(u -> u[5]).filter(h -> h.startsWith("/")).orElse("/");
        return new Identity(uid, gid, supplementary, home);
    }

    private int group(String name, String text) {
        return groups.stream()
                .filter(g -> g[0].equals(name))
                .findFirst()
                .map(g -> number(g[2], text))
                .orElseGet(() -> {
                    if (isNumber(name)) {
                        return number(name, text);
                    }
                    throw refused(text, "the image's /etc/group has no group \"" + shown(name) + "\"");
                });
    }

    private List<Integer> memberships(String user, String text) {
        TreeSet<Integer> found = new TreeSet<>();
        for (String[] group : groups) {
            if (List.of(group[3].split(",")).contains(user)) {
                found.add(number(group[2], text));
            }
            if (found.size() > MAX_GROUPS) {
                throw refused(text, "the user is in more than " + MAX_GROUPS + " groups");
            }
        }
        return List.copyOf(found);
    }

    private static List<String[]> lines(String file, int fields) {
        List<String[]> result = new ArrayList<>();
        for (String line : file.split("\n")) {
            String[] parts = line.strip().split(":", -1);
            if (parts.length >= fields && !parts[0].isEmpty() && !parts[0].startsWith("#") && isNumber(parts[2])) {
                result.add(parts);
            }
        }
        return result;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int number(String digits, String text) {
        if (isNumber(digits) && digits.length() <= 10) {
            long value = Long.parseLong(digits);
            if (value < Integer.MAX_VALUE) {
                return (int) value;
            }
        }
        throw refused(text, "\"" + shown(digits) + "\" is no user or group number from 0 to 2147483646");
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }

    private static RefusedException refused(String text, String why) {
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "find the user \"" + shown(text) + "\" in the image",
                why,
                "give a user that the image has, or a number");
    }
}

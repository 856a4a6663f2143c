package dev.gantry.agent.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files in which Linux describes itself: proc(5), os-release(5).
 *
 * @param root of the file system, "/" but in tests
 */
record Proc(Path root) {

    /** Key to value, without quotes. */
    Map<String, String> osRelease() {
        Path file = root.resolve("etc/os-release");
        Map<String, String> values = new HashMap<>();
        for (String line : lines(Files.exists(file) ? file : root.resolve("usr/lib/os-release"))) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
                values.put(line.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return values;
    }

    /**
     * VERSION_ID, on Debian itself with the point release that only {@code /etc/debian_version} has: "12.11". Debian's
     * children inherit that file and not its meaning, and on testing it holds a name. Empty where no version is told.
     */
    String osVersion() {
        Map<String, String> release = osRelease();
        String version = release.getOrDefault("VERSION_ID", "");
        String point = release.getOrDefault("ID", "").equals("debian") ? first("etc/debian_version") : "";
        return !version.isEmpty() && point.matches("\\Q" + version + "\\E\\.\\d+") ? point : version;
    }

    String kernel() {
        return first("proc/sys/kernel/osrelease");
    }

    String bootId() {
        return first("proc/sys/kernel/random/boot_id");
    }

    String hostname() {
        return first("proc/sys/kernel/hostname");
    }

    /** Load average over one minute. */
    double load1() {
        return Double.parseDouble(first("proc/loadavg").split(" ")[0]);
    }

    /** @param name "MemTotal" or "MemAvailable"; in bytes, 0 when the kernel does not say */
    long memory(String name) {
        for (String line : lines(root.resolve("proc/meminfo"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    private String first(String file) {
        List<String> lines = lines(root.resolve(file));
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

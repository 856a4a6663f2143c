package dev.gantry.server.image.compare;

import dev.gantry.protocol.facts.ImageFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One thing of two images' configurations that is not the same.
 *
 * @param name of an environment variable or a label; a port, "80/tcp"; empty for what there is but one of
 * @param before null when the first image does not have it; lists are written as JSON arrays of strings
 */
@Schema(name = "ConfigDifference")
record ConfigDifference(
        What what,
        String name,
        @Nullable String before,
        @Nullable String after) {

    @Schema(name = "ConfigDifferenceWhat")
    enum What {
        PLATFORM,
        ENTRYPOINT,
        COMMAND,
        ENV,
        WORKING_DIR,
        USER,
        PORT,
        STOP_SIGNAL,
        LABEL
    }

    /** In the order of {@link What}, then of the names. */
    static List<ConfigDifference> between(ImageFact one, ImageFact other) {
        ImageFact.ConfigFact before = one.config();
        ImageFact.ConfigFact after = other.config();
        Found found = new Found();
        found.add(What.PLATFORM, "", platform(one), platform(other));
        found.add(What.ENTRYPOINT, "", words(before.entrypoint()), words(after.entrypoint()));
        found.add(What.COMMAND, "", words(before.command()), words(after.command()));
        found.add(What.ENV, env(before.env()), env(after.env()));
        found.add(What.WORKING_DIR, "", before.workingDir(), after.workingDir());
        found.add(What.USER, "", before.user(), after.user());
        found.add(What.PORT, ports(before.exposedPorts()), ports(after.exposedPorts()));
        found.add(What.STOP_SIGNAL, "", before.stopSignal(), after.stopSignal());
        found.add(What.LABEL, before.labels(), after.labels());
        return found.all;
    }

    private static final class Found {
        private final List<ConfigDifference> all = new ArrayList<>();

        void add(What what, String name, @Nullable String before, @Nullable String after) {
            if (before == null ? after != null : !before.equals(after)) {
                all.add(new ConfigDifference(what, name, before, after));
            }
        }

        void add(What what, Map<String, String> before, Map<String, String> after) {
            TreeSet<String> names = new TreeSet<>(before.keySet());
            names.addAll(after.keySet());
            names.forEach(name -> add(what, name, before.get(name), after.get(name)));
        }
    }

    private static String platform(ImageFact image) {
        String variant = image.variant() == null ? "" : "/" + image.variant();
        String version = image.osVersion() == null ? "" : " " + image.osVersion();
        return image.os() + "/" + image.architecture() + variant + version;
    }

    private static @Nullable String words(List<String> list) {
        if (list.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder("[");
        for (String word : list) {
            json.append(json.length() > 1 ? "," : "").append('"');
            json.append(word.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return json.append(']').toString();
    }

    /** Of a variable that is given twice the last counts, as for a process. */
    private static Map<String, String> env(List<String> env) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : env) {
            int equals = entry.indexOf('=');
            variables.put(
                    equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
        }
        return variables;
    }

    private static Map<String, String> ports(List<String> ports) {
        Map<String, String> exposed = new LinkedHashMap<>();
        ports.forEach(port -> exposed.put(port, port));
        return exposed;
    }
}

package dev.gantry.oci.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@link ImageConfig} from JSON and refuses what no container could run with. */
final class ConfigReader {
    static final Set<String> PLATFORM_KEYS =
            Set.of("os", "architecture", "variant", "os.version", "os.features", "features");
    private static final Set<String> KEYS =
            Set.of("os", "architecture", "variant", "os.version", "created", "author", "config", "rootfs", "history");
    private static final Set<String> PROCESS_KEYS =
            Set.of("Entrypoint", "Cmd", "Env", "WorkingDir", "User", "ExposedPorts", "Labels", "StopSignal");
    private static final int MAX_ITEMS = 10_000;
    /** Linux takes no longer argument or variable: MAX_ARG_STRLEN, execve(2). */
    private static final int MAX_ARGUMENT = 128 << 10;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SIGNAL = Pattern.compile("[A-Za-z0-9+-]{1,16}");
    private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(?:tcp|udp|sctp))?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final long MAX_ID = 0xffff_fffeL;

    private ConfigReader() {}

    static ImageConfig read(byte[] bytes) {
        Json json = Json.parse(bytes, "the image's config", KEYS);
        Json rootfs = json.needObject("rootfs", Set.of("type", "diff_ids"));
        if (!rootfs.needText("type", 64).equals("layers")) {
            throw Json.invalid(rootfs.at("type") + " is not \"layers\"");
        }
        return new ImageConfig(
                platform(json),
                json.time("created"),
                process(json.object("config", PROCESS_KEYS)),
                rootfs.digests("diff_ids", Manifest.MAX_LAYERS),
                json.objects("history", MAX_ITEMS, Set.of("created", "created_by", "empty_layer")).stream()
                        .map(h -> new ImageConfig.History(
                                h.text("created_by", Json.MAX_BYTES), h.time("created"), h.flag("empty_layer")))
                        .toList());
    }

    static ImageConfig.Platform platform(Json json) {
        return new ImageConfig.Platform(
                word(json, "os").orElseThrow(() -> Json.invalid(json.at("os") + " is missing")),
                word(json, "architecture").orElseThrow(() -> Json.invalid(json.at("architecture") + " is missing")),
                word(json, "variant"),
                word(json, "os.version"));
    }

    private static Optional<String> word(Json json, String key) {
        Optional<String> text = json.text(key, 64).filter(t -> !t.isEmpty());
        text.ifPresent(t -> refuseUnless(WORD.matcher(t).matches(), json.at(key), t, "no plain word"));
        return text;
    }

    private static ImageConfig.Process process(Json json) {
        List<String> env = json.texts("Env", MAX_ITEMS, MAX_ARGUMENT);
        env.forEach(e -> refuseUnless(e.indexOf('=') > 0, json.at("Env"), e, "not NAME=value"));
        List<String> ports = json.keys("ExposedPorts", MAX_ITEMS);
        ports.forEach(p -> refuseUnless(isPort(p), json.at("ExposedPorts"), p, "no port such as 80/tcp"));
        Optional<String> user = json.text("User", 256).filter(u -> !u.isEmpty());
        user.ifPresent(u -> refuseUnless(isUser(u), json.at("User"), u, "no user that Linux knows"));
        Optional<String> signal = json.text("StopSignal", 64).filter(s -> !s.isEmpty());
        signal.ifPresent(s -> refuseUnless(SIGNAL.matcher(s).matches(), json.at("StopSignal"), s, "no signal"));
        return new ImageConfig.Process(
                json.texts("Entrypoint", MAX_ITEMS, MAX_ARGUMENT),
                json.texts("Cmd", MAX_ITEMS, MAX_ARGUMENT),
                env,
                json.text("WorkingDir", 4095).filter(d -> !d.isEmpty()),
                user,
                ports,
                json.textMap("Labels", MAX_ITEMS),
                signal);
    }

    private static boolean isPort(String text) {
        var matcher = PORT.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first >= 1 && last <= 65535 && first <= last;
    }

    /** Numbers beyond the range have been taken for root elsewhere, so they are refused here. */
    private static boolean isUser(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2 || text.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            return false;
        }
        for (String part : parts) {
            boolean number = NUMBER.matcher(part).matches();
            if (number && (part.length() > 10 || !Character.isDigit(part.charAt(0)) || Long.parseLong(part) > MAX_ID)) {
                return false;
            }
        }
        return true;
    }

    private static void refuseUnless(boolean good, String place, String value, String why) {
        if (!good) {
            throw Json.invalid(place + " has \"" + Json.shown(value) + "\", which is " + why);
        }
    }
}

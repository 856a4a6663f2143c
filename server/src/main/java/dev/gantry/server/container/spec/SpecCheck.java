package dev.gantry.server.container.spec;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.server.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a new container field by field and names every field at fault, not only the first. */
public final class SpecCheck {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
    private static final Pattern ENV_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.-]{0,254}");
    private static final Pattern USER =
            Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.$-]{0,63}(:[a-zA-Z0-9_][a-zA-Z0-9_.$-]{0,63})?");
    private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_PORTS = 256;
    /** MAX_ARG_STRLEN of the kernel, less the final NUL. All lengths of texts are in bytes, as the kernel counts them. */
    private static final int LONGEST_ARGUMENT = 131_071;

    /** PATH_MAX, less the final NUL. */
    private static final int LONGEST_PATH = 4_095;
    /** NAME_MAX: of one part of a path. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_LABEL = 4_096;
    private static final int LARGEST_PORT = 65_535;
    private static final long LEAST_MEMORY = 6L << 20;
    private static final double MOST_CPUS = 4_096;
    private static final int MOST_PIDS = 4_194_304;
    private static final int LONGEST_GRACE = 86_400;

    private final Map<String, String> faults = new LinkedHashMap<>();

    private SpecCheck() {}

    /** The checked spec. Errors with VALIDATION_FAILED. */
    public static ContainerSpec check(NewContainer body) {
        SpecCheck check = new SpecCheck();
        if (body.name() != null && !NAME.matcher(body.name()).matches()) {
            check.fault("name", "must have 1 to 128 letters, digits, _ . or -, beginning with a letter or digit");
        }
        if (body.spec() == null) {
            check.fault("spec", "is missing");
        } else {
            check.spec(body.spec());
        }
        if (!check.faults.isEmpty() || body.spec() == null) {
            throw ProblemException.ofFields(
                    "Create container"
                            + (body.name() == null || check.faults.containsKey("name") ? "" : " " + body.name()),
                    check.faults,
                    null);
        }
        return body.spec().checked();
    }

    /** Checks what came from elsewhere than a request by the same rules. Errors with VALIDATION_FAILED. */
    public static ContainerSpec check(String name, ContainerSpec spec) {
        return check(new NewContainer(name, null, NewContainer.Spec.of(spec), null));
    }

    /** What an image is found by: its digest, or the canonical form of its name. */
    public static String imageKey(String image) {
        return image.startsWith("sha256:")
                ? Digest.parse(image).toString()
                : Reference.parse(image).toString();
    }

    private void spec(NewContainer.Spec spec) {
        image(spec.image());
        arguments("spec.entrypoint", spec.entrypoint());
        arguments("spec.command", spec.command());
        // The kernel is given NAME=value as one text.
        pairs("spec.env", spec.env(), LONGEST_ARGUMENT, name -> bytes(name) + 1);
        if (spec.env() != null) {
            spec.env().keySet().stream()
                    .filter(name -> !ENV_NAME.matcher(name).matches())
                    .limit(1)
                    .forEach(name -> fault(
                            "spec.env", "\"" + shown(name) + "\" is no name of a variable: letters, digits, _ . -"));
        }
        pairs("spec.labels", spec.labels(), LONGEST_LABEL, key -> 0);
        path("spec.workingDir", spec.workingDir());
        matches("spec.user", spec.user(), USER, "must be a name or number, with an optional group after a colon");
        matches("spec.hostname", spec.hostname(), HOSTNAME, "must have 1 to 63 letters, digits and - inside");
        if (spec.stopSignal() != null && !Signals.known(spec.stopSignal())) {
            fault("spec.stopSignal", "must be a signal as in signal(7), such as SIGTERM");
        }
        range("spec.stopGraceSeconds", spec.stopGraceSeconds(), 0, LONGEST_GRACE);
        ports(spec);
        limits(spec.limits());
    }

    private void image(@Nullable String image) {
        if (image == null || image.isBlank()) {
            fault("spec.image", "is missing");
            return;
        }
        try {
            imageKey(image);
        } catch (RefusedException e) {
            fault("spec.image", e.refusal().why());
        }
    }

    private void ports(NewContainer.Spec spec) {
        List<NewContainer.@Nullable Port> ports = spec.ports() == null ? List.of() : spec.ports();
        if (ports.size() > MOST_PORTS) {
            fault("spec.ports", "must be at most " + MOST_PORTS);
            return;
        }
        if (!ports.isEmpty() && spec.network() == ContainerSpec.NetworkMode.NONE) {
            fault("spec.ports", "needs the network BRIDGE");
        }
        for (int i = 0; i < ports.size(); i++) {
            String field = "spec.ports[" + i + "]";
            NewContainer.Port port = ports.get(i);
            if (port == null) {
                fault(field, "is missing");
                continue;
            }
            required(field + ".hostPort", port.hostPort());
            range(field + ".hostPort", port.hostPort(), 1, LARGEST_PORT);
            required(field + ".containerPort", port.containerPort());
            range(field + ".containerPort", port.containerPort(), 1, LARGEST_PORT);
            if (port.hostAddress() != null && !port.hostAddress().isEmpty() && !Ports.isIpv4(port.hostAddress())) {
                fault(field + ".hostAddress", "must be an IPv4 address of the host");
            }
        }
        if (faults.isEmpty()) {
            Ports.firstTwice(ports.stream()
                            .map(port -> java.util.Objects.requireNonNull(port).checked())
                            .toList())
                    .ifPresent(i -> fault("spec.ports[" + i + "].hostPort", "is published twice"));
        }
    }

    private void limits(NewContainer.@Nullable Limits limits) {
        if (limits == null) {
            return;
        }
        if (limits.memoryBytes() != null && limits.memoryBytes() < LEAST_MEMORY) {
            fault("spec.limits.memoryBytes", "must be at least " + LEAST_MEMORY + " (6 MiB)");
        }
        Double cpus = limits.cpus();
        if (cpus != null && !(cpus >= 0.01 && cpus <= MOST_CPUS)) {
            fault("spec.limits.cpus", "must be between 0.01 and " + (int) MOST_CPUS);
        }
        range("spec.limits.pids", limits.pids(), 1, MOST_PIDS);
    }

    private void arguments(String field, @Nullable List<@Nullable String> list) {
        if (list == null) {
            return;
        }
        if (list.size() > MOST_ITEMS) {
            fault(field, "must have at most " + MOST_ITEMS + " items");
        }
        for (int i = 0; i < Math.min(list.size(), MOST_ITEMS); i++) {
            required(field + "[" + i + "]", list.get(i));
            text(field + "[" + i + "]", list.get(i), LONGEST_ARGUMENT);
        }
        if (field.endsWith("entrypoint") && !list.isEmpty() && "".equals(list.get(0))) {
            fault(field + "[0]", "is the program and can't be empty");
        }
    }

    /** @param before the bytes that go ahead of a key's value and count with it */
    private void pairs(
            String field, @Nullable Map<String, @Nullable String> pairs, int longest, ToIntFunction<String> before) {
        if (pairs == null) {
            return;
        }
        if (pairs.size() > MOST_ITEMS) {
            fault(field, "must have at most " + MOST_ITEMS + " entries");
            return;
        }
        pairs.forEach((key, value) -> {
            if (key.isEmpty() || bytes(key) > LONGEST_KEY || key.indexOf('\0') >= 0) {
                fault(field, "must have keys of 1 to " + LONGEST_KEY + " bytes and no NUL");
            }
            required(field + "." + shown(key), value);
            text(field + "." + shown(key), value, longest - before.applyAsInt(key));
        });
    }

    private void text(String field, @Nullable String text, int longest) {
        if (text != null && bytes(text) > longest) {
            fault(field, "must have at most " + longest + " bytes, and this has " + bytes(text));
        } else if (text != null && text.indexOf('\0') >= 0) {
            fault(field, "must have no NUL character");
        }
    }

    private void path(String field, @Nullable String path) {
        text(field, path, LONGEST_PATH);
        if (path != null && !path.startsWith("/")) {
            fault(field, "must be an absolute path");
        } else if (path != null && Arrays.stream(path.split("/")).anyMatch(part -> bytes(part) > LONGEST_NAME)) {
            fault(field, "must have at most " + LONGEST_NAME + " bytes between two slashes");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void matches(String field, @Nullable String text, Pattern pattern, String otherwise) {
        if (text != null && !pattern.matcher(text).matches()) {
            fault(field, otherwise);
        }
    }

    private void range(String field, @Nullable Integer number, int least, int most) {
        if (number != null && (number < least || number > most)) {
            fault(field, "must be between " + least + " and " + most);
        }
    }

    private void required(String field, @Nullable Object value) {
        if (value == null) {
            fault(field, "is missing");
        }
    }

    private void fault(String field, String why) {
        if (faults.size() < 50) {
            faults.putIfAbsent(field, why);
        }
    }

    private static String shown(String key) {
        return key.length() > 60 ? key.substring(0, 60) + "…" : key.replace("\0", "\\0");
    }
}

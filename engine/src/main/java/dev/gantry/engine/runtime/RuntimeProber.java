package dev.gantry.engine.runtime;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.MountView;
import dev.gantry.engine.kernel.process.SealedProgram;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out which runtime works on this host by running a small real container with each: the host's own programs,
 * bound read-only, and {@code true}.
 *
 * @param work a directory of ours for the probes' bundles
 * @param cgroupParent as in {@link dev.gantry.engine.kernel.process.Cgroups}
 * @param view what a runtime that fails is tried in, too
 */
public record RuntimeProber(Path work, String cgroupParent, Optional<MountView> view) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("\\S+ version (\\S+).*");

    /** In the order of preference. */
    public List<RuntimeProbe> probe() {
        List<RuntimeProbe> probes = new ArrayList<>();
        for (String name : List.of("crun", "runc")) {
            probes.add(find(name)
                    .map(path -> probe(name, path))
                    .orElseGet(() -> new RuntimeProbe(name, "", "", false, false, name + " is not installed.")));
        }
        return probes;
    }

    /** The first usable one. */
    public static Optional<RuntimeProbe> choose(List<RuntimeProbe> probes) {
        return probes.stream().filter(RuntimeProbe::usable).findFirst();
    }

    /** One sentence: why this one, or why none. */
    public static String reason(List<RuntimeProbe> probes) {
        List<String> passed = probes.stream()
                .takeWhile(p -> !p.usable())
                .map(RuntimeProbe::detail)
                .toList();
        String before = String.join(" ", passed);
        return choose(probes)
                .map(chosen -> passed.isEmpty()
                        ? chosen.name() + " works and is the fastest that does: " + chosen.detail()
                        : before + " " + chosen.name() + " works: " + chosen.detail())
                .orElse("No runtime works. " + before);
    }

    public static Optional<Path> find(String name) {
        return Command.find(name);
    }

    /** The chosen one, ready to be used. @param state as in {@link OciRuntime} */
    public Optional<OciRuntime> runtime(List<RuntimeProbe> probes, Path state) {
        return choose(probes)
                .map(probe ->
                        runtime(probe.name(), Path.of(probe.path()), state, probe.inView() ? view : Optional.empty()));
    }

    /** runc knows nothing of compiled filters. */
    private static OciRuntime runtime(String name, Path path, Path state, Optional<MountView> in) {
        Optional<String> filter = name.equals("crun")
                ? SeccompProfile.compiled(architecture())
                        .map(program -> Base64.getEncoder().encodeToString(program))
                : Optional.empty();
        return new OciRuntime(name, SealedProgram.of(path, "--version"), state, in, filter);
    }

    private RuntimeProbe probe(String name, Path path) {
        RuntimeProbe plain = probe(name, path, Optional.empty());
        if (plain.usable() || view.isEmpty()) {
            return plain;
        }
        RuntimeProbe inView = probe(name, path, view);
        return inView.usable() ? inView : plain;
    }

    private RuntimeProbe probe(String name, Path path, Optional<MountView> in) {
        String version = "";
        Path bundle = work.resolve("probe-" + name);
        String id = "probe-" + name + "-" + ProcessHandle.current().pid();
        OciRuntime runtime = runtime(name, path, bundle.resolve("state"), in);
        try {
            String first = Command.of(path.toString(), "--version")
                    .run()
                    .lines()
                    .findFirst()
                    .orElse("");
            version = versionOf(first);
            write(bundle, cgroupParent + "/" + id, runtime);
            long begin = System.nanoTime();
            Command run = Command.of(
                            runtime.program().path().toString(),
                            "--root",
                            runtime.state().toString(),
                            "run",
                            "-b",
                            bundle.toString(),
                            id)
                    .timeout(LIMIT);
            runtime.seeing(List.of(), run::run);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            String detail = name + " ran a container in " + millis + " ms"
                    + (in.isPresent() ? ", with the host's cgroup2 mount hidden from it." : ".");
            return new RuntimeProbe(name, path.toString(), version, true, in.isPresent(), detail);
        } catch (RefusedException e) {
            String detail = name + " failed: " + Conmon.plain(e.refusal().why());
            return new RuntimeProbe(
                    name, path.toString(), version, false, false, detail.endsWith(".") ? detail : detail + ".");
        } finally {
            quietly(runtime, id);
            runtime.close();
            remove(bundle);
        }
    }

    /** "crun version 1.8.1" → "1.8.1": whoever shows it says the name beside it. */
    static String versionOf(String line) {
        Matcher said = VERSION.matcher(line);
        return said.matches() ? said.group(1) : line.strip();
    }

    private static void quietly(OciRuntime runtime, String id) {
        try {
            runtime.delete(id);
        } catch (RefusedException e) {
            // The probe's own result says what is wrong with this runtime.
            return;
        }
    }

    private static void write(Path bundle, String cgroup, OciRuntime runtime) {
        try {
            Path root = bundle.resolve("rootfs");
            for (String directory : List.of("proc", "dev", "sys")) {
                Files.createDirectories(root.resolve(directory));
            }
            List<Object> mounts = new ArrayList<>();
            mounts.add(Map.of("destination", "/proc", "type", "proc", "source", "proc"));
            mounts.add(Map.of("destination", "/dev", "type", "tmpfs", "source", "tmpfs"));
            for (String name : List.of("usr", "bin", "sbin", "lib", "lib32", "lib64")) {
                Path host = Path.of("/" + name);
                if (Files.isSymbolicLink(host)) {
                    Files.deleteIfExists(root.resolve(name));
                    Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(host));
                } else if (Files.isDirectory(host)) {
                    Files.createDirectories(root.resolve(name));
                    mounts.add(
                            Map.of("destination", "/" + name, "source", "/" + name, "options", List.of("rbind", "ro")));
                }
            }
            Files.writeString(
                    bundle.resolve("config.json"),
                    JsonMapper.shared().writeValueAsString(spec(mounts, cgroup, runtime)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> spec(List<Object> mounts, String cgroup, OciRuntime runtime) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("ociVersion", "1.0.2");
        spec.put(
                "process",
                Map.of(
                        "args", List.of("/usr/bin/true"),
                        "cwd", "/",
                        "user", Map.of("uid", 0, "gid", 0),
                        "capabilities", Map.of("bounding", BundleSpec.CAPABILITIES)));
        spec.put("root", Map.of("path", "rootfs", "readonly", true));
        spec.put("mounts", mounts);
        spec.put(
                "linux",
                Map.of(
                        "cgroupsPath",
                        cgroup,
                        "namespaces",
                        Stream.of("pid", "ipc", "uts", "mount", "network")
                                .map(type -> Map.of("type", type))
                                .toList(),
                        "resources",
                        Map.of("pids", Map.of("limit", 64), "memory", Map.of("limit", 64 << 20)),
                        "seccomp",
                        SeccompProfile.forArchitecture(architecture())));
        runtime.filter().ifPresent(program -> spec.put("annotations", Map.of(OciRuntime.FILTER_ANNOTATION, program)));
        return spec;
    }

    private static String architecture() {
        return System.getProperty("os.arch", "");
    }

    private static void remove(Path bundle) {
        try (Stream<Path> all = Files.walk(bundle)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

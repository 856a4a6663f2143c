package dev.gantry.engine.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OCI runtime specification's config.json, as a pure function. Nothing from the image but what is in the
 * {@link ProcessSpec} reaches it, no label and no annotation.
 *
 * @param cgroupsPath absolute below the hierarchies' roots
 * @param netns the container's network namespace, made before
 * @param etc directory with hosts, hostname and resolv.conf
 * @param cgroupV2 whether the host has only the unified hierarchy
 * @param architecture as the JVM calls it
 * @param filter {@link OciRuntime#filter}
 */
public record BundleSpec(
        ProcessSpec process,
        Identity identity,
        Path root,
        String cgroupsPath,
        Path netns,
        Path etc,
        boolean cgroupV2,
        String architecture,
        Optional<String> filter) {

    /** Docker's 14, which its users' images expect. */
    static final List<String> CAPABILITIES = List.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_MKNOD",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_RAW",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    /** Enough for any honest program, and a fork bomb stops before it takes the host's 32,768 pids. */
    public static final int DEFAULT_PIDS = 4096;

    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public String render() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("ociVersion", "1.0.2");
        spec.put("process", processNode());
        spec.put("root", ordered("path", root.toString(), "readonly", process.readOnlyRoot()));
        spec.put("hostname", process.hostname());
        spec.put("mounts", mounts());
        spec.put("linux", linux());
        filter.ifPresent(program -> spec.put("annotations", Map.of(OciRuntime.FILTER_ANNOTATION, program)));
        return MAPPER.writeValueAsString(spec);
    }

    private Map<String, Object> processNode() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("terminal", false);
        node.put("user", ordered("uid", identity.uid(), "gid", identity.gid(), "additionalGids", groups()));
        node.put("args", process.args());
        node.put("env", environment());
        node.put("cwd", process.workingDir());
        // Without ambient and inheritable sets: a file's inheritable capabilities must not come to life.
        List<String> effective = identity.uid() == 0 ? CAPABILITIES : List.of();
        node.put("capabilities", ordered("bounding", CAPABILITIES, "effective", effective, "permitted", effective));
        List<Object> rlimits = new ArrayList<>();
        process.rlimits()
                .forEach((type, limit) ->
                        rlimits.add(ordered("type", type, "soft", limit.soft(), "hard", limit.hard())));
        node.put("rlimits", rlimits);
        process.oomScoreAdj().ifPresent(score -> node.put("oomScoreAdj", score));
        node.put("noNewPrivileges", process.noNewPrivileges());
        return node;
    }

    /** With the primary group: who could drop it by a set-gid program would pass files that deny it, CVE-2022-36109. */
    private List<Integer> groups() {
        return Stream.concat(Stream.of(identity.gid()), identity.groups().stream())
                .distinct()
                .toList();
    }

    private List<String> environment() {
        List<String> env = new ArrayList<>(process.env());
        if (env.stream().noneMatch(e -> e.startsWith("PATH="))) {
            env.add(0, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        }
        if (env.stream().noneMatch(e -> e.startsWith("HOSTNAME="))) {
            env.add("HOSTNAME=" + process.hostname());
        }
        if (env.stream().noneMatch(e -> e.startsWith("HOME="))) {
            env.add("HOME=" + identity.home());
        }
        return env;
    }

    private List<Object> mounts() {
        List<Object> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
        mounts.add(mount(
                "/dev/pts",
                "devpts",
                "devpts",
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620",
                "gid=5"));
        mounts.add(mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
        mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
        mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
        for (String file : List.of("hosts", "hostname", "resolv.conf")) {
            mounts.add(mount("/etc/" + file, "bind", etc.resolve(file).toString(), "bind", "nosuid", "nodev"));
        }
        return mounts;
    }

    private Map<String, Object> linux() {
        Map<String, Object> node = new LinkedHashMap<>();
        List<Object> namespaces = new ArrayList<>();
        for (String type : List.of("pid", "ipc", "uts", "mount")) {
            namespaces.add(Map.of("type", type));
        }
        if (cgroupV2) {
            namespaces.add(Map.of("type", "cgroup"));
        }
        namespaces.add(ordered("type", "network", "path", netns.toString()));
        node.put("namespaces", namespaces);
        node.put("cgroupsPath", cgroupsPath);
        node.put("resources", resources());
        node.put("seccomp", SeccompProfile.forArchitecture(architecture));
        node.put("maskedPaths", MASKED);
        node.put("readonlyPaths", READ_ONLY);
        node.put("sysctl", Map.of("net.ipv4.ip_unprivileged_port_start", "0"));
        return node;
    }

    /** The runtime turns these into the files of cgroup v1 or v2 itself, runtime-spec config-linux.md. */
    private Map<String, Object> resources() {
        Map<String, Object> node = new LinkedHashMap<>();
        List<Object> devices = new ArrayList<>();
        devices.add(ordered("allow", false, "access", "rwm"));
        // mknod of any device is allowed, as in Docker; opening one is not.
        devices.add(ordered("allow", true, "type", "c", "access", "m"));
        devices.add(ordered("allow", true, "type", "b", "access", "m"));
        node.put("devices", devices);
        ProcessSpec.Limits limits = process.limits();
        // Swap is part of the limit: without it a container would only be slowed down.
        limits.memoryBytes().ifPresent(bytes -> node.put("memory", ordered("limit", bytes, "swap", bytes)));
        limits.cpus()
                .ifPresent(cpus -> node.put("cpu", ordered("quota", Math.round(cpus * 100_000), "period", 100_000)));
        node.put("pids", Map.of("limit", limits.pids().orElse(DEFAULT_PIDS)));
        return node;
    }

    private static Map<String, Object> mount(String destination, String type, String source, String... options) {
        return ordered("destination", destination, "type", type, "source", source, "options", List.of(options));
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** What the merged root must have as real directories and files before the runtime looks at it. */
    public static List<String> mountDirectories() {
        return List.of("dev", "proc", "sys", "etc", "run");
    }

    public static List<String> mountFiles() {
        return List.of("etc/hosts", "etc/hostname", "etc/resolv.conf");
    }
}

package dev.gantry.engine.kernel.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's control groups, cgroups(7): every container has the group {@code <parent>/<id>} in each hierarchy. Only
 * groups below the parent are ever removed.
 */
public final class Cgroups {
    /** Which hierarchies the host mounts. */
    public enum Version {
        V1,
        V2,
        /** v1 controllers beside a cgroup2 mount. */
        HYBRID
    }

    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);

    private final Version version;
    private final List<Path> roots;
    private final List<Path> unified;
    private final String parent;
    private final Optional<Path> ownProcesses;

    private Cgroups(Version version, List<Path> roots, List<Path> unified, String parent) {
        this.version = version;
        this.roots = roots;
        this.unified = unified;
        this.parent = parent;
        ownProcesses = findOwn(roots);
    }

    /** @param parent absolute path below each hierarchy's root, "/gantry" */
    public static Cgroups detect(String parent) {
        if (!parent.matches("(/[A-Za-z0-9][A-Za-z0-9_.-]*)+")) {
            throw new IllegalArgumentException("cgroup parent \"" + parent + "\" is not a path such as /gantry");
        }
        List<Path> roots = new ArrayList<>();
        List<Path> unified = new ArrayList<>();
        boolean v1 = false;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
                String[] fields = line.split(" ");
                if (fields[2].equals("cgroup") || fields[2].equals("cgroup2")) {
                    roots.add(Path.of(fields[1]));
                    v1 |= fields[2].equals("cgroup");
                }
                if (fields[2].equals("cgroup2")) {
                    unified.add(Path.of(fields[1]));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Version version = v1 ? unified.isEmpty() ? Version.V1 : Version.HYBRID : Version.V2;
        return new Cgroups(version, List.copyOf(roots), List.copyOf(unified), parent);
    }

    public Version version() {
        return version;
    }

    /**
     * The host's mounts without the cgroup2 one, where v1 controllers stand beside it: crun refuses a host whose cgroup2
     * mount holds a controller that v1 does not have.
     *
     * @param below directory of ours, at or below which nothing is to be seen mounted
     */
    public Optional<MountView> viewOfV1(Path below) {
        return version == Version.HYBRID ? Optional.of(MountView.without(unified, below)) : Optional.empty();
    }

    /** The file that lists the processes of the group this one is in, in any hierarchy; empty when none shows it. */
    private static Optional<Path> findOwn(List<Path> roots) {
        String pid = Long.toString(ProcessHandle.current().pid());
        return lines(Path.of("/proc/self/cgroup")).stream()
                .map(line -> line.split(":", 3)[2].substring(1))
                .distinct()
                .flatMap(group -> roots.stream().map(root -> root.resolve(group).resolve("cgroup.procs")))
                .filter(file -> lines(file).contains(pid))
                .findFirst();
    }

    Optional<Path> ownProcesses() {
        return ownProcesses;
    }

    /**
     * Has the kernel ready for moves between groups. The first one after a quiet time waits for an RCU grace period, 5 to
     * 12 ms, within which the kernel then takes all others at once: see cgroup_threadgroup_rwsem. A runtime's move of its
     * container is such a first one, so this process makes it a little earlier and beside other work: it moves itself to
     * where it already is, which changes nothing. A host that refuses even that loses nothing but the time.
     */
    public void expectMove() {
        ownProcesses.ifPresent(processes -> {
            try {
                Files.writeString(
                        processes, Long.toString(ProcessHandle.current().pid()), StandardOpenOption.WRITE);
            } catch (IOException e) {
                LOG.trace("This process can't be moved to its own group {}", processes, e);
            }
        });
    }

    public String path(String id) {
        return parent + "/" + id;
    }

    /** How often the kernel killed a process of the container for want of memory; 0 when its group is gone. */
    public long oomKills(String id) {
        for (Path root : roots) {
            Path group = root.resolve(path(id).substring(1));
            for (String file : List.of("memory.events", "memory.oom_control")) {
                Path events = group.resolve(file);
                if (Files.exists(events)) {
                    return count(events, "oom_kill");
                }
            }
        }
        return 0;
    }

    /** Kills what is left in the container's groups and removes them. */
    public void remove(String id) {
        for (Path root : roots) {
            removeTree(root.resolve(path(id).substring(1)));
        }
    }

    /** Removes the parent where nothing is in it any more. */
    public void removeEmptyParent() {
        for (Path root : roots) {
            root.resolve(parent.substring(1)).toFile().delete();
        }
    }

    private static void removeTree(Path group) {
        if (!Files.isDirectory(group)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(group, Files::isDirectory)) {
            entries.forEach(Cgroups::removeTree);
        } catch (IOException e) {
            return;
        }
        for (int attempt = 0; attempt < 50 && !group.toFile().delete() && Files.exists(group); attempt++) {
            killAll(group);
        }
    }

    private static void killAll(Path group) {
        try (Stream<String> pids = Files.lines(group.resolve("cgroup.procs"))) {
            pids.flatMap(pid -> Processes.find(Integer.parseInt(pid)).stream()).forEach(process -> {
                Processes.signal(process, 9);
                Processes.awaitEnd(process, 100);
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            return;
        }
    }

    private static long count(Path file, String key) {
        return lines(file).stream()
                .filter(line -> line.matches(key + " \\d+"))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

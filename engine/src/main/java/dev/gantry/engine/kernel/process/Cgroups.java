package dev.gantry.engine.kernel.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    private final Version version;
    private final List<Path> roots;
    private final List<Path> unified;
    private final String parent;

    private Cgroups(Version version, List<Path> roots, List<Path> unified, String parent) {
        this.version = version;
        this.roots = roots;
        this.unified = unified;
        this.parent = parent;
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
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key + " ")) {
                    return Long.parseLong(line.substring(key.length() + 1).strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }
}

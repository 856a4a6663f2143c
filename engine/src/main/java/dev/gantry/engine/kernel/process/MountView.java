package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.engine.kernel.file.FileCalls;
import dev.gantry.engine.kernel.file.Mounts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A second view of the host's mounts, mount_namespaces(7), for programs that take offence at one of them. Each piece of
 * work gets a copy of the view, which lives as long as the processes that the work starts; what is done in it never
 * shows on the host. The view is as old as this object: mounts that came later are not in it unless they are shown.
 */
public final class MountView {
    private static final long SLAVE_RECURSIVE = 1L << 19 | 1L << 14;
    private static final FileCalls LIBC = FileCalls.LIBC;

    /** Of the mount namespace that the copies are made from; open as long as we live. */
    private final int namespace;

    private MountView(int namespace) {
        this.namespace = namespace;
    }

    /**
     * The host's mounts of now, less some.
     *
     * @param hidden where something is mounted that is not to be seen
     * @param below directory of ours, at or below which nothing is to be seen mounted
     */
    public static MountView without(List<Path> hidden, Path below) {
        return new MountView(Namespaces.onThread(() -> {
            unshare();
            Mounts.propagate(Path.of("/"), SLAVE_RECURSIVE);
            hidden.forEach(Mounts::unmount);
            Mounts.unmountBelow(below);
            return Descriptors.open(Path.of("/proc/thread-self/ns/mnt"));
        }));
    }

    /**
     * Does the work in a copy of the view; commands that it runs are in it, too.
     *
     * @param shown where something is mounted on the host that is to be seen at the same place
     */
    public <T> T with(List<Path> shown, Supplier<T> work) {
        return Namespaces.onThread(() -> {
            int[] trees = shown.stream().mapToInt(Mounts::copy).toArray();
            try {
                // A thread that shares its working directory with others can't change the mount namespace, setns(2).
                Descriptors.check(LIBC.unshare(FileCalls.CLONE_FS), "unshare(CLONE_FS)");
                Descriptors.check(
                        ProcessCalls.LIBC.setns(namespace, ProcessCalls.CLONE_NEWNS), "setns to the view of mounts");
                unshare();
                for (int i = 0; i < trees.length; i++) {
                    Mounts.attach(trees[i], shown.get(i));
                }
            } finally {
                for (int tree : trees) {
                    Descriptors.close(tree);
                }
            }
            return work.get();
        });
    }

    private static void unshare() {
        Descriptors.check(LIBC.unshare(ProcessCalls.CLONE_NEWNS), "unshare(CLONE_NEWNS)");
    }
}

package dev.gantry.engine.kernel.file;

import static dev.gantry.engine.kernel.file.FileCalls.AT_FDCWD;
import static dev.gantry.engine.kernel.file.FileCalls.LIBC;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jnr.constants.platform.Errno;

/** mount(2), umount2(2) and what is mounted. What is mounted here propagates nowhere. */
public final class Mounts {
    /** Flags of mount(2). */
    public static final long NOSUID = 0x2;

    public static final long NODEV = 0x4;
    public static final long NOEXEC = 0x8;
    public static final long BIND = 0x1000;
    public static final long PRIVATE = 1L << 18;

    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    private static final long SYS_OPEN_TREE = 428;
    private static final long SYS_MOVE_MOUNT = 429;
    private static final long SYS_FSOPEN = 430;
    private static final long SYS_FSCONFIG = 431;
    private static final long SYS_FSMOUNT = 432;
    private static final long CLOEXEC = 1;
    private static final long SET_STRING = 1;
    private static final long CREATE = 6;
    private static final long OPEN_TREE_CLONE = 1;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;

    /** Options are one page. */
    private static final int OPTIONS = 4096;

    private static final Path MOUNTINFO = Path.of("/proc/thread-self/mountinfo");

    private Mounts() {}

    /** One line of proc_pid_mountinfo(5). @param target unescaped */
    public record Mounted(String target, String type, String source) {}

    /**
     * Layers stacked to one file system.
     *
     * @param lowers from the highest to the lowest, at least one
     * @param upper takes what is written
     * @param work empty, on the same file system as {@code upper}
     */
    public record Overlay(List<Path> lowers, Path upper, Path work) {
        public Overlay {
            lowers = List.copyOf(lowers);
            if (lowers.isEmpty()) {
                throw new IllegalArgumentException("an overlay needs a lower directory");
            }
        }
    }

    /** @param options as mount(8)'s -o for the type: "size=64m,mode=755"; may be empty */
    public static void mount(String source, Path target, String type, long flags, String options) {
        int result = LIBC.mount(
                Names.c(source),
                Names.c(Names.of(target)),
                Names.c(type),
                flags,
                options.isEmpty() ? null : Names.c(options));
        checked("mount " + type, target, result);
        makePrivate(target);
    }

    /** Shows a directory or file at a second place. */
    public static void bind(Path source, Path target) {
        int result = LIBC.mount(Names.c(Names.of(source)), Names.c(Names.of(target)), null, BIND, null);
        checked("mount --bind " + source, target, result);
        makePrivate(target);
    }

    /** Mounts the stack at {@code target}, an existing directory of ours; however many layers there are. */
    public static void overlay(Overlay overlay, Path target) {
        if (!overlayByDescriptor(overlay, target)) {
            overlayByOptions(overlay, target);
        }
        makePrivate(target);
    }

    /** Unmounts what is mounted there, in use or not; no-op when nothing is. Links are not followed. */
    public static void unmount(Path target) {
        byte[] name = Names.c(Names.of(target));
        while (LIBC.umount2(name, MNT_DETACH | UMOUNT_NOFOLLOW) == 0) {
            // One more may lie below.
        }
        KernelException failure = KernelException.last("umount2", target.toString());
        if (!failure.is("EINVAL") && !failure.isNotFound()) {
            throw failure;
        }
    }

    /** Unmounts all that is mounted at or below a directory of ours, the innermost first. */
    public static void unmountBelow(Path directory) {
        List<Mounted> all = list();
        for (int i = all.size() - 1; i >= 0; i--) {
            Path target = Path.of(all.get(i).target());
            if (target.startsWith(directory)) {
                unmount(target);
            }
        }
    }

    public static boolean isMounted(Path target) {
        String wanted = target.toString();
        return list().stream().anyMatch(mounted -> mounted.target().equals(wanted));
    }

    /** What the calling thread sees, in the order of mounting. */
    public static List<Mounted> list() {
        List<Mounted> mounts = new ArrayList<>();
        try {
            for (String line : new String(Files.readAllBytes(MOUNTINFO), StandardCharsets.UTF_8).split("\n")) {
                String[] fields = line.split(" ");
                int separator = List.of(fields).indexOf("-");
                if (separator > 4 && fields.length > separator + 2) {
                    mounts.add(
                            new Mounted(unescape(fields[4]), fields[separator + 1], unescape(fields[separator + 2])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("read " + MOUNTINFO, e);
        }
        return mounts;
    }

    /** Without propagation a container's mounts would reach the host's other mount namespaces, and theirs would reach it. */
    private static void makePrivate(Path target) {
        try {
            propagate(target, PRIVATE);
        } catch (KernelException e) {
            unmount(target);
            throw e;
        }
    }

    /** @param how one of mount(2)'s propagation types */
    public static void propagate(Path target, long how) {
        int result = LIBC.mount(Names.c("none"), Names.c(Names.of(target)), null, how, null);
        checked("change the propagation of mount", target, result);
    }

    /** By fsopen(2) and "lowerdir+" (Linux 6.8), which knows no limit of a page. False when the kernel is older. */
    private static boolean overlayByDescriptor(Overlay overlay, Path target) {
        long fs = LIBC.syscall(SYS_FSOPEN, Names.c("overlay"), CLOEXEC);
        if (fs < 0) {
            return false;
        }
        try {
            for (Path lower : overlay.lowers()) {
                if (!set(fs, "lowerdir+", lower.toString())) {
                    return false;
                }
            }
            boolean options = set(fs, "upperdir", overlay.upper().toString())
                    && set(fs, "workdir", overlay.work().toString())
                    && set(fs, "source", "overlay");
            if (!options) {
                return false;
            }
            checked("fsconfig overlay", target, LIBC.syscall(SYS_FSCONFIG, fs, CREATE, null, null, 0));
            long mount = checked("fsmount overlay", target, LIBC.syscall(SYS_FSMOUNT, fs, CLOEXEC, 0L));
            try {
                attach((int) mount, target);
            } finally {
                LIBC.close((int) mount);
            }
            return true;
        } finally {
            LIBC.close((int) fs);
        }
    }

    /** The descriptor of a copy of what is mounted there, attached nowhere, open_tree(2). */
    public static int copy(Path mounted) {
        long flags = OPEN_TREE_CLONE | FileCalls.O_CLOEXEC;
        return (int)
                checked("open_tree", mounted, LIBC.syscall(SYS_OPEN_TREE, AT_FDCWD, Names.c(Names.of(mounted)), flags));
    }

    /** Puts a mount that is attached nowhere to its place, move_mount(2). @param mount stays open */
    public static void attach(int mount, Path target) {
        long moved = LIBC.syscall(
                SYS_MOVE_MOUNT, mount, new byte[1], AT_FDCWD, Names.c(Names.of(target)), MOVE_MOUNT_F_EMPTY_PATH);
        checked("move_mount", target, moved);
    }

    private static boolean set(long fs, String key, String value) {
        return LIBC.syscall(SYS_FSCONFIG, fs, SET_STRING, Names.c(key), Names.c(value), 0) >= 0;
    }

    /** By mount(2): short names, relative to the layers' directory, which a thread of its own takes as working directory. */
    static void overlayByOptions(Overlay overlay, Path target) {
        Path base = commonParent(overlay.lowers());
        StringBuilder options = new StringBuilder("lowerdir=");
        for (Path lower : overlay.lowers()) {
            options.append(escapeOption(base.relativize(lower).toString())).append(':');
        }
        options.setLength(options.length() - 1);
        options.append(",upperdir=").append(escapeOption(overlay.upper().toString()));
        options.append(",workdir=").append(escapeOption(overlay.work().toString()));
        byte[] data = Names.c(options.toString());
        if (data.length > OPTIONS) {
            throw new KernelException(
                    "mount overlay", target + " with " + overlay.lowers().size() + " layers", Errno.E2BIG);
        }
        inDirectory(
                base,
                () -> checked(
                        "mount overlay",
                        target,
                        LIBC.mount(Names.c("overlay"), Names.c(Names.of(target)), Names.c("overlay"), 0, data)));
    }

    private static Path commonParent(List<Path> paths) {
        for (Path base = paths.get(0).getParent(); base != null; base = base.getParent()) {
            if (allBelow(base, paths)) {
                return base;
            }
        }
        return Path.of("/");
    }

    private static boolean allBelow(Path base, List<Path> paths) {
        return paths.stream().allMatch(path -> path.startsWith(base));
    }

    private static String escapeOption(String path) {
        return path.replace("\\", "\\\\").replace(",", "\\,").replace(":", "\\:");
    }

    private static void inDirectory(Path directory, Runnable work) {
        var failure = new AtomicReference<RuntimeException>();
        Thread thread = new Thread(
                () -> {
                    try {
                        checked("unshare", directory, LIBC.unshare(FileCalls.CLONE_FS));
                        checked("chdir", directory, LIBC.chdir(Names.c(Names.of(directory))));
                        work.run();
                    } catch (RuntimeException e) {
                        failure.set(e);
                    }
                },
                "overlay-mount");
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static long checked(String call, Path target, long result) {
        if (result < 0) {
            throw KernelException.last(call, target.toString());
        }
        return result;
    }

    /** Space, tab, newline and backslash are octal in mountinfo. */
    private static String unescape(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}

package dev.gantry.engine.kernel.file;

import static dev.gantry.engine.kernel.file.FileCalls.AT_EMPTY_PATH;
import static dev.gantry.engine.kernel.file.FileCalls.AT_FDCWD;
import static dev.gantry.engine.kernel.file.FileCalls.AT_REMOVEDIR;
import static dev.gantry.engine.kernel.file.FileCalls.AT_SYMLINK_NOFOLLOW;
import static dev.gantry.engine.kernel.file.FileCalls.LIBC;
import static dev.gantry.engine.kernel.file.FileCalls.O_CLOEXEC;
import static dev.gantry.engine.kernel.file.FileCalls.O_CREAT;
import static dev.gantry.engine.kernel.file.FileCalls.O_DIRECTORY;
import static dev.gantry.engine.kernel.file.FileCalls.O_EXCL;
import static dev.gantry.engine.kernel.file.FileCalls.O_NOFOLLOW;
import static dev.gantry.engine.kernel.file.FileCalls.O_NONBLOCK;
import static dev.gantry.engine.kernel.file.FileCalls.O_PATH;
import static dev.gantry.engine.kernel.file.FileCalls.O_RDONLY;
import static dev.gantry.engine.kernel.file.FileCalls.O_WRONLY;
import static dev.gantry.engine.kernel.file.FileCalls.RESOLVE_IN_ROOT;
import static dev.gantry.engine.kernel.file.FileCalls.RESOLVE_NO_MAGICLINKS;
import static dev.gantry.engine.kernel.file.FileCalls.RESOLVE_NO_SYMLINKS;
import static dev.gantry.engine.kernel.file.FileCalls.RESOLVE_NO_XDEV;
import static dev.gantry.engine.kernel.file.FileCalls.SYS_OPENAT2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An open directory. Everything below it is named by bytes and reached through its descriptor, so that neither a link nor
 * a rename leads elsewhere. A {@code name} is one component and is never followed when it is a symbolic link; a
 * {@code path} may have several and is resolved as if this directory were "/" (openat2(2), RESOLVE_IN_ROOT). Failures
 * are {@link KernelException}s. Programs we start do not inherit the descriptor.
 */
public final class Dir implements AutoCloseable {
    private static final int OPEN = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    private static final int ENTRIES = 32 * 1024;
    /** Offset of the name in struct linux_dirent64. */
    private static final int ENTRY_NAME = 19;
    /** openat2 gives EAGAIN when a rename elsewhere made it unsure. */
    private static final int ATTEMPTS = 32;

    private final int fd;
    private final byte[] shown;
    private boolean closed;

    private Dir(int fd, byte[] shown) {
        this.fd = fd;
        this.shown = shown;
    }

    /** @param type of {@link Stat}'s S_IF constants, or 0 when the file system does not say */
    public record Entry(byte[] name, int type) {}

    /** What a file system has left for an unprivileged user. @param inodes Long.MAX_VALUE when it does not count them */
    public record Space(long bytes, long inodes) {}

    /** Opens a directory of our own; links on the way are followed. */
    public static Dir open(Path path) {
        byte[] name = Names.of(path);
        return new Dir(checked("open", name, LIBC.openat(AT_FDCWD, Names.c(name), OPEN, 0)), name);
    }

    /** Makes a directory of our own with exactly these permissions, and its parents; keeps one that exists. */
    public static void make(Path path, int permissions) {
        Path parent = path.getParent();
        byte[] name = Names.of(path);
        if (LIBC.mkdirat(AT_FDCWD, Names.c(name), permissions) == 0) {
            checked("chmod", name, LIBC.chmod(Names.c(name), permissions));
            return;
        }
        KernelException failure = KernelException.last("mkdir", Names.show(name));
        if (failure.isNotFound() && parent != null) {
            make(parent, permissions);
            make(path, permissions);
        } else if (!failure.is("EEXIST")) {
            throw failure;
        }
    }

    /** Opens a directory by its name here. */
    public Dir child(byte[] name) {
        return new Dir(checked("open", name, LIBC.openat(fd, Names.c(name), OPEN | O_NOFOLLOW, 0)), name);
    }

    /** Opens a directory below, following links without ever leaving this directory. */
    public Dir resolve(byte[] path) {
        return openat2(path.length == 0 ? Names.utf8(".") : path, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    }

    /** As {@link #child}, but fails with EXDEV when something is mounted there. */
    Dir childOnSameMount(byte[] name) {
        return openat2(name, RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS);
    }

    /** Opens a directory below by its whole path, on which no link and no mount may lie. @param path without ".." */
    public Dir below(byte[] path) {
        return openat2(path.length == 0 ? Names.utf8(".") : path, RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS);
    }

    /**
     * Opens a regular file here for reading; neither a link nor a device is followed or waited for.
     *
     * @return empty when there is none, or it is no regular file
     */
    public Optional<InputStream> openFile(byte[] name) throws IOException {
        int file = LIBC.openat(fd, Names.c(name), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0);
        if (file < 0) {
            return Optional.empty();
        }
        try {
            byte[] statx = new byte[Stat.BYTES];
            checked("statx", name, LIBC.statx(file, new byte[1], AT_EMPTY_PATH, Stat.BASIC, statx));
            // The same file once more, through its descriptor, so that the JDK reads and closes it.
            return Stat.of(statx).isRegular()
                    ? Optional.of(Files.newInputStream(Path.of("/proc/self/fd/" + file)))
                    : Optional.empty();
        } finally {
            LIBC.close(file);
        }
    }

    private Dir openat2(byte[] path, long resolve) {
        byte[] c = Names.c(path);
        long[] how = {OPEN, 0, resolve};
        for (int attempt = 1; ; attempt++) {
            long opened = LIBC.syscall(SYS_OPENAT2, fd, c, how, 24);
            if (opened >= 0) {
                return new Dir((int) opened, path);
            }
            KernelException failure = KernelException.last("openat2", Names.show(path));
            if (!failure.is("EAGAIN") || attempt == ATTEMPTS) {
                throw failure;
            }
        }
    }

    /**
     * Reads a regular file below, following links without ever leaving this directory.
     *
     * @param limit most bytes to read; what follows is left out
     * @return empty when there is none, or it is no regular file
     */
    public Optional<byte[]> read(byte[] path, int limit) {
        long[] how = {O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
        long file = LIBC.syscall(SYS_OPENAT2, fd, Names.c(path), how, 24);
        if (file < 0) {
            return Optional.empty();
        }
        try {
            byte[] statx = new byte[Stat.BYTES];
            checked("statx", path, LIBC.statx((int) file, new byte[1], AT_EMPTY_PATH, Stat.BASIC, statx));
            return Stat.of(statx).isRegular() ? Optional.of(Descriptors.readAll((int) file, limit)) : Optional.empty();
        } finally {
            LIBC.close((int) file);
        }
    }

    /** Makes a regular file that must not exist, for writing. */
    public OpenFile create(byte[] name, int permissions) {
        int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        return new OpenFile(checked("open", name, LIBC.openat(fd, Names.c(name), flags, permissions)), name);
    }

    /** @param permissions less the process's umask; call {@link #chmod} for exact ones */
    public void mkdir(byte[] name, int permissions) {
        checked("mkdirat", name, LIBC.mkdirat(fd, Names.c(name), permissions));
    }

    /** @param mode type and permissions less the umask */
    public void mknod(byte[] name, int mode, int major, int minor) {
        checked("mknodat", name, LIBC.mknodat(fd, Names.c(name), mode, device(major, minor)));
    }

    public void symlink(byte[] target, byte[] name) {
        checked("symlinkat", name, LIBC.symlinkat(Names.c(target), fd, Names.c(name)));
    }

    /** Gives a file here, the link itself if it is one, one more name in another directory. */
    public void link(byte[] name, Dir to, byte[] newName) {
        checked("linkat", newName, LIBC.linkat(fd, Names.c(name), to.fd, Names.c(newName), 0));
    }

    public void unlink(byte[] name) {
        checked("unlinkat", name, LIBC.unlinkat(fd, Names.c(name), 0));
    }

    /** The directory must be empty. */
    public void rmdir(byte[] name) {
        checked("rmdir", name, LIBC.unlinkat(fd, Names.c(name), AT_REMOVEDIR));
    }

    /** Replaces what has the new name, atomically. */
    public void rename(byte[] name, Dir to, byte[] newName) {
        checked("renameat", name, LIBC.renameat(fd, Names.c(name), to.fd, Names.c(newName)));
    }

    public byte[] readlink(byte[] name) {
        byte[] target = new byte[4096];
        long length = LIBC.readlinkat(fd, Names.c(name), target, target.length);
        return Arrays.copyOf(target, (int) checked("readlinkat", name, length));
    }

    /** Empty when there is no such name. */
    public Optional<Stat> stat(byte[] name) {
        byte[] statx = new byte[Stat.BYTES];
        if (LIBC.statx(fd, Names.c(name), AT_SYMLINK_NOFOLLOW, Stat.BASIC, statx) == 0) {
            return Optional.of(Stat.of(statx));
        }
        KernelException failure = KernelException.last("statx", Names.show(name));
        if (failure.isNotFound()) {
            return Optional.empty();
        }
        throw failure;
    }

    public Stat stat() {
        byte[] statx = new byte[Stat.BYTES];
        checked("statx", shown, LIBC.statx(fd, new byte[1], AT_EMPTY_PATH, Stat.BASIC, statx));
        return Stat.of(statx);
    }

    public void chown(byte[] name, int uid, int gid) {
        checked("fchownat", name, LIBC.fchownat(fd, Names.c(name), uid, gid, AT_SYMLINK_NOFOLLOW));
    }

    public void chown(int uid, int gid) {
        checked("fchown", shown, LIBC.fchownat(fd, new byte[1], uid, gid, AT_EMPTY_PATH));
    }

    /** Of anything but a symbolic link, whose permissions nobody can set. @param permissions 12 bits */
    public void chmod(byte[] name, int permissions) {
        // Through O_PATH and /proc: fchmodat(2) would follow a link, and its flag against that came with Linux 6.6.
        int file = checked("open", name, LIBC.openat(fd, Names.c(name), O_PATH | O_NOFOLLOW | O_CLOEXEC, 0));
        try {
            checked("chmod", name, LIBC.chmod(Names.c("/proc/self/fd/" + file), permissions));
        } finally {
            LIBC.close(file);
        }
    }

    public void chmod(int permissions) {
        checked("fchmod", shown, LIBC.fchmod(fd, permissions));
    }

    /** Sets both times. */
    public void times(byte[] name, Instant modified) {
        checked("utimensat", name, LIBC.utimensat(fd, Names.c(name), timespecs(modified), AT_SYMLINK_NOFOLLOW));
    }

    public void times(Instant modified) {
        checked("futimens", shown, LIBC.futimens(fd, timespecs(modified)));
    }

    public void setXattr(byte[] name, String key, byte[] value) {
        checked("lsetxattr", name, LIBC.lsetxattr(procPath(name), Names.c(key), value, value.length, 0));
    }

    public void setXattr(String key, byte[] value) {
        checked("fsetxattr", shown, LIBC.fsetxattr(fd, Names.c(key), value, value.length, 0));
    }

    /** All extended attributes that we may see, by name. */
    public Map<String, byte[]> xattrs(byte[] name) {
        byte[] path = procPath(name);
        byte[] keys = new byte[(int) checked("llistxattr", name, LIBC.llistxattr(path, null, 0))];
        int length = (int) checked("llistxattr", name, LIBC.llistxattr(path, keys, keys.length));
        Map<String, byte[]> values = new TreeMap<>();
        for (int start = 0, i = 0; i < length; i++) {
            if (keys[i] == 0) {
                byte[] key = Arrays.copyOfRange(keys, start, i + 1);
                byte[] value = new byte[(int) checked("lgetxattr", name, LIBC.lgetxattr(path, key, null, 0))];
                checked("lgetxattr", name, LIBC.lgetxattr(path, key, value, value.length));
                values.put(new String(key, 0, key.length - 1, StandardCharsets.UTF_8), value);
                start = i + 1;
            }
        }
        return values;
    }

    /** The names here in the kernel's order, without "." and "..". To be called once for each open. */
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        byte[] buffer = new byte[ENTRIES];
        while (true) {
            int length = (int) checked("getdents64", shown, LIBC.getdents64(fd, buffer, buffer.length));
            if (length == 0) {
                return entries;
            }
            ByteBuffer b = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
            for (int at = 0; at < length; at += b.getShort(at + 16) & 0xffff) {
                int end = at + ENTRY_NAME;
                while (buffer[end] != 0) {
                    end++;
                }
                byte[] name = Arrays.copyOfRange(buffer, at + ENTRY_NAME, end);
                if (!Names.isParent(name) && !(name.length == 1 && name[0] == '.')) {
                    entries.add(new Entry(name, (buffer[at + 18] & 15) << 12));
                }
            }
        }
    }

    public Space space() {
        long[] vfs = new long[16];
        checked("fstatvfs", shown, LIBC.fstatvfs(fd, vfs));
        return new Space(vfs[1] * vfs[4], vfs[5] == 0 ? Long.MAX_VALUE : vfs[7]);
    }

    /** This directory's names to the disk. */
    public void sync() {
        checked("fsync", shown, LIBC.fsync(fd));
    }

    /**
     * Tells the file system that what is made in this directory has nothing to do with each other: ext4 then puts new
     * directories far apart, where trees that are written at the same time don't meet, and where the search for a free
     * inode does not walk through all that were freed a moment ago. Only a hint, which other file systems refuse.
     */
    public void spread() {
        ByteBuffer flags = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        if (LIBC.ioctl(fd, FileCalls.FS_IOC_GETFLAGS, flags.array()) == 0) {
            int hint = flags.getInt(0) | FileCalls.FS_TOPDIR_FL;
            int unused = LIBC.ioctl(
                    fd, FileCalls.FS_IOC_SETFLAGS, flags.putInt(0, hint).array());
        }
    }

    /** Everything of the file system that holds this directory to the disk. */
    public void syncFileSystem() {
        checked("syncfs", shown, LIBC.syncfs(fd));
    }

    /** A path that leads to this directory while it is open, for calls that take no descriptor. */
    public Path procPath() {
        return Path.of("/proc/self/fd/" + fd);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LIBC.close(fd);
        }
    }

    private byte[] procPath(byte[] name) {
        return Names.c(Names.join(List.of(Names.of(procPath()), name)));
    }

    static long[] timespecs(Instant time) {
        return new long[] {time.getEpochSecond(), time.getNano(), time.getEpochSecond(), time.getNano()};
    }

    /** As makedev(3). */
    private static long device(long major, long minor) {
        return ((major & 0xfffff000L) << 32) | ((major & 0xfff) << 8) | ((minor & 0xffffff00L) << 12) | (minor & 0xff);
    }

    private static int checked(String call, byte[] what, int result) {
        return (int) checked(call, what, (long) result);
    }

    private static long checked(String call, byte[] what, long result) {
        if (result < 0) {
            throw KernelException.last(call, Names.show(what));
        }
        return result;
    }
}

package dev.gantry.engine.kernel.file;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Small steps on raw descriptors, for the kernel packages alone; each is close-on-exec, and a failure is an {@link
 * IllegalStateException}.
 */
public final class Descriptors {
    private static final FileCalls LIBC = FileCalls.LIBC;
    private static final int EINTR = 4;
    private static final int POLLFD_BYTES = 8;
    private static final short POLLIN = 1;

    private Descriptors() {}

    /** Read end, write end. */
    public static int[] pipe() {
        int[] ends = new int[2];
        check(LIBC.pipe2(ends, FileCalls.O_CLOEXEC), "pipe2");
        return new int[] {lifted(ends[0]), lifted(ends[1])};
    }

    /** As {@link #pipe}, with room for so many bytes if the kernel allows it, pipe(7). */
    public static int[] pipe(int bytes) {
        int[] ends = pipe();
        LIBC.fcntl(ends[0], FileCalls.F_SETPIPE_SZ, bytes);
        return ends;
    }

    /** Writes all of it; false when nobody reads. */
    public static boolean writeAll(int fd, byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            byte[] rest = at == 0 ? bytes : Arrays.copyOfRange(bytes, at, length);
            long n = LIBC.write(fd, rest, length - at);
            if (n < 0 && errno() != EINTR) {
                return false;
            }
            at += (int) Math.max(0, n);
        }
        return true;
    }

    /** For reading. */
    public static int open(Path path) {
        return check(LIBC.openat(FileCalls.AT_FDCWD, Names.c(path.toString()), FileCalls.O_CLOEXEC, 0), "open " + path);
    }

    /** An anonymous file that holds the bytes, ready to be read from its start: a child's standard input. */
    public static int file(byte[] content) {
        int fd = lifted(check(LIBC.memfd_create(Names.c("stdin"), FileCalls.MFD_CLOEXEC), "memfd_create"));
        fill(fd, content);
        rewind(fd);
        return fd;
    }

    /** An anonymous file that holds the bytes, can be executed, and can't be changed any more, memfd_create(2). */
    public static int sealed(byte[] content) {
        byte[] name = Names.c("program");
        int flags = FileCalls.MFD_CLOEXEC | FileCalls.MFD_ALLOW_SEALING;
        int made = LIBC.memfd_create(name, flags | FileCalls.MFD_EXEC);
        // Kernels before 6.3 know no MFD_EXEC, and need none.
        int fd = lifted(made >= 0 ? made : check(LIBC.memfd_create(name, flags), "memfd_create"));
        fill(fd, content);
        check(LIBC.fcntl(fd, FileCalls.F_ADD_SEALS, FileCalls.ALL_SEALS), "fcntl");
        return fd;
    }

    private static void fill(int fd, byte[] content) {
        int at = 0;
        while (at < content.length) {
            byte[] rest = at == 0 ? content : Arrays.copyOfRange(content, at, content.length);
            at += (int) checkLong(LIBC.write(fd, rest, rest.length), "write");
        }
    }

    /** Back to the file's start. */
    public static void rewind(int fd) {
        checkLong(LIBC.lseek(fd, 0, 0), "lseek");
    }

    /** Moves a descriptor out of the way of 0 to 3, which children get. */
    private static int lifted(int fd) {
        if (fd >= 10) {
            return fd;
        }
        int high = check(LIBC.fcntl(fd, FileCalls.F_DUPFD_CLOEXEC, 10), "fcntl");
        LIBC.close(fd);
        return high;
    }

    /** The same, with copies for those that have a number below the limit, which a child needs for another. */
    public static int[] above(int[] fds, int limit) {
        return Arrays.stream(fds)
                .map(fd ->
                        fd < 0 || fd >= limit ? fd : check(LIBC.fcntl(fd, FileCalls.F_DUPFD_CLOEXEC, limit), "fcntl"))
                .toArray();
    }

    /** Bytes read, 0 at the end. */
    public static int read(int fd, byte[] buffer) {
        while (true) {
            long n = LIBC.read(fd, buffer, buffer.length);
            if (n >= 0) {
                return (int) n;
            }
            if (errno() != EINTR) {
                return 0;
            }
        }
    }

    /** Reads to the end, at most so many bytes. */
    public static byte[] readAll(int fd, int limit) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16384];
        int n = read(fd, buffer);
        while (n > 0 && all.size() < limit) {
            all.write(buffer, 0, Math.min(n, limit - all.size()));
            n = read(fd, buffer);
        }
        return all.toByteArray();
    }

    public static void close(int fd) {
        if (fd >= 0) {
            LIBC.close(fd);
        }
    }

    /**
     * Waits until one can be read or has ended; negative descriptors are passed over.
     *
     * @return for each whether it is ready; all false after the timeout
     */
    public static boolean[] poll(int[] fds, long timeoutMillis) {
        Pointer set = Memory.allocateDirect(Runtime.getSystemRuntime(), POLLFD_BYTES * fds.length);
        for (int i = 0; i < fds.length; i++) {
            set.putInt((long) i * POLLFD_BYTES, fds[i]);
            set.putShort((long) i * POLLFD_BYTES + 4, POLLIN);
            set.putShort((long) i * POLLFD_BYTES + 6, (short) 0);
        }
        boolean[] ready = new boolean[fds.length];
        int n = LIBC.poll(set, fds.length, (int) Math.max(0, Math.min(timeoutMillis, Integer.MAX_VALUE)));
        for (int i = 0; n > 0 && i < fds.length; i++) {
            ready[i] = set.getShort((long) i * POLLFD_BYTES + 6) != 0;
        }
        return ready;
    }

    public static int check(int result, String call) {
        return (int) checkLong(result, call);
    }

    public static long checkLong(long result, String call) {
        if (result < 0) {
            throw new IllegalStateException(call + " failed with errno " + errno());
        }
        return result;
    }

    public static int errno() {
        return LastError.getLastError(Runtime.getSystemRuntime());
    }
}

package dev.gantry.engine.kernel.file;

import java.nio.ByteBuffer;
import java.time.Instant;

/** A regular file that is being written through its descriptor, which programs we start do not inherit. */
public final class OpenFile implements AutoCloseable {
    private final int fd;
    private final byte[] name;
    private boolean closed;

    OpenFile(int fd, byte[] name) {
        this.fd = fd;
        this.name = name;
    }

    /** Writes all that remains in a direct buffer. */
    public void write(ByteBuffer from) {
        while (from.hasRemaining()) {
            long written = FileCalls.LIBC.write(fd, from.slice(), from.remaining());
            if (written < 0) {
                KernelException failure = failure("write");
                if (!failure.is("EINTR")) {
                    throw failure;
                }
            } else {
                from.position(from.position() + (int) written);
            }
        }
    }

    public void chown(int uid, int gid) {
        check("fchown", FileCalls.LIBC.fchownat(fd, new byte[1], uid, gid, FileCalls.AT_EMPTY_PATH));
    }

    /** @param permissions 12 bits; to be set after the owner, since a change of owner clears setuid */
    public void chmod(int permissions) {
        check("fchmod", FileCalls.LIBC.fchmod(fd, permissions));
    }

    public void times(Instant modified) {
        check("futimens", FileCalls.LIBC.futimens(fd, Dir.timespecs(modified)));
    }

    public void setXattr(String key, byte[] value) {
        check("fsetxattr", FileCalls.LIBC.fsetxattr(fd, Names.c(key), value, value.length, 0));
    }

    /** To the disk. */
    public void sync() {
        check("fsync", FileCalls.LIBC.fsync(fd));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            check("close", FileCalls.LIBC.close(fd));
        }
    }

    private void check(String call, int result) {
        if (result < 0) {
            throw failure(call);
        }
    }

    private KernelException failure(String call) {
        return KernelException.last(call, Names.show(name));
    }
}

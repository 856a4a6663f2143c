package dev.gantry.engine.kernel.file;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import jnr.constants.platform.Errno;
import jnr.ffi.LastError;

/** A call that the kernel refused: which call, on what, and errno's name as in errno(3). */
public final class KernelException extends RuntimeException {
    private final transient Errno errno;

    KernelException(String call, String what, Errno errno) {
        super(sentence(call, what, errno));
        this.errno = errno;
    }

    private static String sentence(String call, String what, Errno errno) {
        return call + " " + what + ": " + errno.name() + " (" + errno.description() + ")";
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }

    /** To be made right after the failed call, on its thread: errno belongs to the thread. */
    static KernelException last(String call, String what) {
        return new KernelException(call, what, lastErrno());
    }

    static Errno lastErrno() {
        return Errno.valueOf(LastError.getLastError(FileCalls.RUNTIME));
    }

    /** @param name as in errno(3): "ENOENT" */
    public boolean is(String name) {
        return errno.name().equals(name);
    }

    public boolean isNotFound() {
        return errno == Errno.ENOENT;
    }

    /** No room, no inodes or no quota left. */
    public boolean isDiskFull() {
        return errno == Errno.ENOSPC || errno == Errno.EDQUOT;
    }

    /**
     * This failure as a refusal that a person can act on.
     *
     * @param tried what the caller was doing: "unpack layer sha256:ab…"
     */
    public RefusedException refused(String tried) {
        RefusedException refusal = isDiskFull()
                ? new RefusedException(
                        RefusalCode.DISK_FULL,
                        tried,
                        "the disk has no room or no inodes left (" + this + ")",
                        "free space on the host's disk, for example by removing images that are not used")
                : new RefusedException(
                        RefusalCode.INTERNAL, tried, toString(), "look at the host's kernel log and the agent's log");
        refusal.addSuppressed(this);
        return refusal;
    }
}

package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;

/** Stops a writer before the disk is full: a host whose disk is full harms every container on it. Not for several threads. */
public final class DiskReserve {
    /** How much may be written between two looks. */
    private static final long BYTES = 32L << 20;

    private static final int FILES = 1000;

    private final Dir dir;
    private final String tried;
    private final long minBytes;
    private final long minInodes;
    private long bytes;
    private int files;

    /**
     * @param dir on the disk in question; stays the caller's
     * @param tried for the refusal: "unpack a layer"
     * @param minBytes what must stay free, as {@code minInodes}
     */
    public DiskReserve(Dir dir, String tried, long minBytes, long minInodes) {
        this.dir = dir;
        this.tried = tried;
        this.minBytes = minBytes;
        this.minInodes = minInodes;
        look();
    }

    public void wrote(int n) {
        bytes += n;
        if (bytes >= BYTES) {
            look();
        }
    }

    public void made() {
        if (++files >= FILES) {
            look();
        }
    }

    private void look() {
        bytes = 0;
        files = 0;
        Dir.Space space = dir.space();
        if (space.bytes() < minBytes) {
            throw full("bytes", space.bytes(), minBytes);
        }
        if (space.inodes() < minInodes) {
            throw full("inodes", space.inodes(), minInodes);
        }
    }

    private RefusedException full(String what, long left, long reserve) {
        return new RefusedException(
                RefusalCode.DISK_FULL,
                tried,
                "the disk has " + left + " " + what + " left, and " + reserve + " must stay free",
                "free space on the host's disk, for example by removing images that are not used");
    }
}

package dev.gantry.engine.kernel.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * What statx(2) says of one file; links are not followed.
 *
 * @param mode type and permission bits, inode(7)
 * @param links number of hard links
 * @param size in bytes
 * @param blocks of 512 bytes that it takes on the disk
 * @param rdevMajor of a device node, as {@code rdevMinor}
 * @param device number of the file system that holds it
 */
public record Stat(
        int mode,
        int uid,
        int gid,
        int links,
        long inode,
        long size,
        long blocks,
        Instant modified,
        int rdevMajor,
        int rdevMinor,
        long device) {
    public static final int S_IFMT = 0170000;
    public static final int S_IFSOCK = 0140000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFIFO = 0010000;

    /** In what st_blocks counts, whatever the file system's own blocks are. */
    private static final int BLOCK = 512;

    /** Size of struct statx, the same on every architecture. */
    static final int BYTES = 256;
    /** STATX_BASIC_STATS. */
    static final int BASIC = 0x7ff;

    static Stat of(byte[] statx) {
        ByteBuffer b = ByteBuffer.wrap(statx).order(ByteOrder.nativeOrder());
        return new Stat(
                b.getShort(28) & 0xffff,
                b.getInt(20),
                b.getInt(24),
                b.getInt(16),
                b.getLong(32),
                b.getLong(40),
                b.getLong(48),
                Instant.ofEpochSecond(b.getLong(112), b.getInt(120)),
                b.getInt(128),
                b.getInt(132),
                ((long) b.getInt(136) << 32) | (b.getInt(140) & 0xffffffffL));
    }

    public int type() {
        return mode & S_IFMT;
    }

    /** What it takes on the disk itself. */
    public long diskBytes() {
        return blocks * BLOCK;
    }

    /** The 12 bits that chmod(2) sets. */
    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    public boolean isRegular() {
        return type() == S_IFREG;
    }

    public boolean isLink() {
        return type() == S_IFLNK;
    }

    /** The character device 0:0, by which overlay hides a name of the layers below. */
    public boolean isWhiteout() {
        return type() == S_IFCHR && rdevMajor == 0 && rdevMinor == 0;
    }
}

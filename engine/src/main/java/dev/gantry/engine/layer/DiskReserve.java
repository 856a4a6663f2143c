package dev.gantry.engine.layer;

import dev.gantry.engine.kernel.Dir;

/** Stops the unpacking before the disk is full: a host whose disk is full harms every container on it. */
final class DiskReserve {
    /** How much may be written between two looks. */
    private static final long BYTES = 32L << 20;

    private static final int FILES = 1000;

    private final Dir dir;
    private final LayerLimits limits;
    private long bytes;
    private int files;

    DiskReserve(Dir dir, LayerLimits limits) {
        this.dir = dir;
        this.limits = limits;
        look();
    }

    void wrote(int n) {
        bytes += n;
        if (bytes >= BYTES) {
            look();
        }
    }

    void made() {
        if (++files >= FILES) {
            look();
        }
    }

    private void look() {
        bytes = 0;
        files = 0;
        Dir.Space space = dir.space();
        if (space.bytes() < limits.reserveBytes()) {
            throw LayerRefusals.full("bytes", space.bytes(), limits.reserveBytes());
        }
        if (space.inodes() < limits.reserveInodes()) {
            throw LayerRefusals.full("inodes", space.inodes(), limits.reserveInodes());
        }
    }
}

package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.OpenFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Small files of our own that are there whole or not at all, also after a power cut: temp, fsync, rename, fsync. */
public final class DurableFile {
    /** Such a name never ends in what a reader looks for; the next write or a start removes what a crash left. */
    private static final String TEMP = ".new-";

    private static final AtomicLong COUNTER = new AtomicLong();

    private DurableFile() {}

    /** Replaces the file. @param target in a directory that exists */
    public static void write(Path target, byte[] content) {
        Path parent = target.getParent();
        Path fileName = target.getFileName();
        if (parent == null || fileName == null) {
            throw new IllegalArgumentException("no file can have the name " + target);
        }
        byte[] temp = Names.utf8(TEMP + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
        try (Dir dir = Dir.open(parent)) {
            try (OpenFile file = dir.create(temp, 0600)) {
                ByteBuffer direct = ByteBuffer.allocateDirect(content.length);
                file.write(direct.put(content).flip());
                file.sync();
            } catch (KernelException e) {
                dir.unlink(temp);
                throw e;
            }
            dir.rename(temp, dir, Names.of(fileName));
            dir.sync();
        }
    }

    /** Removes the file for good; no-op when there is none. */
    public static void remove(Path target) {
        Path parent = target.getParent();
        Path fileName = target.getFileName();
        if (parent == null || fileName == null) {
            return;
        }
        try (Dir dir = Dir.open(parent)) {
            dir.unlink(Names.of(fileName));
            dir.sync();
        } catch (KernelException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    /** Whether a crash left this behind. */
    public static boolean isLeftover(String fileName) {
        return fileName.startsWith(TEMP);
    }
}

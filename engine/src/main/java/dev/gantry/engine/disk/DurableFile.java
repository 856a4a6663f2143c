package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.OpenFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        write(parent, List.of(new Content(Names.of(fileName), content)));
    }

    /** @param name of the file, without its directory */
    public record Content(byte[] name, byte[] content) {
        public static Content of(String name, byte[] content) {
            return new Content(Names.utf8(name), content);
        }
    }

    /** Replaces several files of one directory, which appear in their order: where the last one is, all are. */
    public static void write(Path parent, List<Content> files) {
        try (Dir dir = Dir.open(parent)) {
            List<byte[]> temps = new ArrayList<>();
            try {
                for (Content file : files) {
                    byte[] temp = Names.utf8(TEMP + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
                    temps.add(temp);
                    create(dir, temp, file.content);
                }
            } catch (KernelException e) {
                temps.forEach(temp -> discard(dir, temp));
                throw e;
            }
            for (int i = 0; i < temps.size(); i++) {
                dir.rename(temps.get(i), dir, files.get(i).name);
            }
            dir.sync();
        }
    }

    private static void create(Dir dir, byte[] temp, byte[] content) {
        try (OpenFile file = dir.create(temp, 0600)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(content.length);
            file.write(direct.put(content).flip());
            file.sync();
        }
    }

    private static void discard(Dir dir, byte[] temp) {
        try {
            dir.unlink(temp);
        } catch (KernelException e) {
            // It was not made, or the disk is in such a state that the next start has to remove it.
            return;
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

package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place where things are written until they are whole. One engine owns a data root, so whatever lies here at a start
 * is what a crash left.
 */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private final DataRoot root;
    private final AtomicLong counter = new AtomicLong();

    /** Empties the place. */
    public Ingest(DataRoot root) {
        this.root = root;
        try (Dir dir = Dir.open(root.ingest())) {
            dir.spread();
            for (Dir.Entry entry : dir.list()) {
                Tree.remove(dir, entry.name());
            }
        }
    }

    /** A new, empty, private directory; to be closed, which removes what is still in it. */
    public Scratch scratch() {
        Path path = root.ingest().resolve(Long.toString(counter.incrementAndGet()));
        Dir.make(path, 0700);
        return new Scratch(path);
    }

    /** Takes a directory or file of ours out of sight and removes it; no-op when there is none. */
    public void discard(Path path) {
        try (Trash trash = trash()) {
            trash.take(path);
        }
    }

    /** To be closed, which removes what was put in. Needs no room on the disk. */
    public Trash trash() {
        return new Trash();
    }

    /** A directory for one piece of work. */
    public final class Scratch implements AutoCloseable {
        private final Path path;

        private Scratch(Path path) {
            this.path = path;
        }

        public Path path() {
            return path;
        }

        @Override
        public void close() {
            remove(Names.of(root.ingest().relativize(path)));
        }
    }

    private void remove(byte[] name) {
        try (Dir dir = Dir.open(root.ingest())) {
            Tree.remove(dir, name);
        } catch (RuntimeException e) {
            // The work itself is done or has failed with a better reason; the next start tries again.
            LOG.warn("could not remove {} below {}", Names.show(name), root.ingest(), e);
        }
    }

    /** Things that are gone from their places and not yet from the disk. Not for several threads. */
    public final class Trash implements AutoCloseable {
        private final List<byte[]> names = new ArrayList<>();

        private Trash() {}

        /**
         * Moves a directory or file of ours here, so that it is gone from its place at once; removing a tree takes long.
         * No-op when there is none.
         */
        public void take(Path from) {
            Path fileName = from.getFileName();
            Path parent = from.getParent();
            if (fileName == null || parent == null) {
                throw new IllegalArgumentException(from + " can't be moved");
            }
            byte[] name = Names.utf8("trash-" + counter.incrementAndGet());
            try (Dir old = Dir.open(parent);
                    Dir here = Dir.open(root.ingest())) {
                old.rename(Names.of(fileName), here, name);
                names.add(name);
                old.sync();
            } catch (KernelException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }

        @Override
        public void close() {
            names.forEach(Ingest.this::remove);
            names.clear();
        }
    }
}

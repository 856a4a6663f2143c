package dev.gantry.engine.disk;

import dev.gantry.engine.kernel.Dir;
import dev.gantry.engine.kernel.KernelException;
import dev.gantry.engine.kernel.Names;
import dev.gantry.engine.kernel.Tree;
import java.nio.file.Path;
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

    /** Takes a directory or file of ours out of sight at once and removes it; no-op when there is none. */
    public void discard(Path path) {
        Path fileName = path.getFileName();
        Path parent = path.getParent();
        if (fileName == null || parent == null) {
            throw new IllegalArgumentException(path + " can't be discarded");
        }
        try (Scratch scratch = scratch();
                Dir from = Dir.open(parent);
                Dir to = Dir.open(scratch.path())) {
            from.rename(Names.of(fileName), to, Names.of(fileName));
            from.sync();
        } catch (KernelException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
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
            try (Dir dir = Dir.open(root.ingest())) {
                Tree.remove(dir, Names.of(root.ingest().relativize(path)));
            } catch (RuntimeException e) {
                // The work itself is done or has failed with a better reason; the next start tries again.
                LOG.warn("could not remove {}", path, e);
            }
        }
    }
}

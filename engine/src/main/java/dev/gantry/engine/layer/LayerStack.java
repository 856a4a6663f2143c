package dev.gantry.engine.layer;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.Mounts;
import dev.gantry.engine.kernel.file.Stat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image's layers as what overlayfs wants; holds while the image is in use.
 *
 * @param sheets from the highest to the lowest
 * @param mend goes on top of them: right attributes for directories that have wrong ones
 */
public record LayerStack(List<Sheet> sheets, Optional<Path> mend) {
    public LayerStack {
        sheets = List.copyOf(sheets);
    }

    /** One layer's files. @param implicit as in {@link Layer} */
    public record Sheet(Path files, Set<String> implicit) {}

    /** What a container wrote. @param directory as in {@link #writable} */
    static Path upper(Path directory) {
        return directory.resolve("upper");
    }

    /** Directories to stack, from the highest to the lowest; empty for an image without layers. */
    public List<Path> lowers() {
        List<Path> lowers = new ArrayList<>();
        mend.ifPresent(lowers::add);
        sheets.forEach(sheet -> lowers.add(sheet.files()));
        return lowers;
    }

    /**
     * Makes a place for what one container writes.
     *
     * @param directory exists, private, on the layers' disk; gets {@code upper}, {@code work} and, for an image without
     *     layers, {@code empty}
     */
    public Mounts.Overlay writable(Path directory) {
        List<Path> lowers = lowers();
        if (lowers.isEmpty()) {
            Path empty = directory.resolve("empty");
            Dir.make(empty, 0755);
            lowers.add(empty);
        }
        Path upper = upper(directory);
        Path work = directory.resolve("work");
        Dir.make(upper, 0755);
        Dir.make(work, 0700);
        try (Dir top = Dir.open(lowers.get(0));
                Dir dir = Dir.open(upper)) {
            // The root that a container sees is its own layer's, so it takes after the image's.
            Stat root = top.stat();
            dir.chown(root.uid(), root.gid());
            dir.chmod(root.permissions());
        }
        return new Mounts.Overlay(lowers, upper, work);
    }
}

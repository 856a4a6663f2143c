package dev.gantry.engine.layer;

import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.Stat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to be mended in a stack of layers. An archive may hold {@code usr/bin/x} without {@code usr/}: its unpacked
 * layer needs a directory {@code usr}, and overlayfs shows the owner and mode of the highest one, which nobody chose. A
 * thin layer on top, of directories only, shows those that the highest layer with an entry of its own chose.
 */
final class Mend {
    private final NavigableMap<String, Look> directories;

    private Mend(NavigableMap<String, Look> directories) {
        this.directories = directories;
    }

    /** What one layer says of a directory. @param hidesBelow whether lower layers have no say any more */
    private record Look(@Nullable Stat directory, Map<String, byte[]> xattrs, boolean hidesBelow) {
        static Look nothing(boolean hidesBelow) {
            return new Look(null, Map.of(), hidesBelow);
        }
    }

    /** @param sheets from the highest to the lowest */
    static Mend of(List<LayerStack.Sheet> sheets) {
        NavigableMap<String, Look> wrong = new TreeMap<>();
        for (LayerStack.Sheet sheet : sheets) {
            for (String path : sheet.implicit()) {
                if (!path.isEmpty() && !wrong.containsKey(path) && isMended(sheets, path)) {
                    chosen(sheets, path, wrong);
                    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                        chosen(sheets, path.substring(0, slash), wrong);
                    }
                }
            }
        }
        if (!wrong.isEmpty() || isMended(sheets, "")) {
            chosen(sheets, "", wrong);
        }
        return new Mend(wrong);
    }

    boolean isEmpty() {
        return directories.isEmpty();
    }

    int size() {
        return directories.size();
    }

    /** @param target an empty directory */
    void write(Path target) {
        try (Dir root = Dir.open(target)) {
            // A directory sorts before what lies in it.
            directories.forEach((path, look) -> {
                List<byte[]> parts = Names.split(Directories.bytes(path));
                if (!parts.isEmpty()) {
                    try (Dir parent = root.resolve(Names.join(parts.subList(0, parts.size() - 1)))) {
                        parent.mkdir(parts.get(parts.size() - 1), 0700);
                    }
                }
                try (Dir dir = root.resolve(Directories.bytes(path))) {
                    apply(look, dir);
                }
            });
            // Backwards, so that no directory changes after its time was set.
            directories.descendingMap().forEach((path, look) -> {
                Stat stat = look.directory();
                try (Dir dir = root.resolve(Directories.bytes(path))) {
                    if (stat != null) {
                        dir.times(stat.modified());
                    }
                }
            });
        }
    }

    private static void apply(Look look, Dir dir) {
        Stat stat = look.directory();
        if (stat != null) {
            dir.chown(stat.uid(), stat.gid());
            dir.chmod(stat.permissions());
            look.xattrs().forEach(dir::setXattr);
        }
    }

    /** Whether the highest layer that has the directory did not choose its attributes, and a lower one did. */
    private static boolean isMended(List<LayerStack.Sheet> sheets, String path) {
        boolean seen = false;
        for (LayerStack.Sheet sheet : sheets) {
            Look look = look(sheet, path);
            if (look.directory() != null && !sheet.implicit().contains(path)) {
                return seen;
            }
            seen |= look.directory() != null;
            if (look.hidesBelow()) {
                return false;
            }
        }
        return false;
    }

    /** The attributes that the stack should show: the highest chosen ones, or the highest at all. */
    private static void chosen(List<LayerStack.Sheet> sheets, String path, Map<String, Look> into) {
        Look fallback = null;
        for (LayerStack.Sheet sheet : sheets) {
            Look look = look(sheet, path);
            if (look.directory() != null && !sheet.implicit().contains(path)) {
                into.put(path, look);
                return;
            }
            if (look.directory() != null && fallback == null) {
                fallback = look;
            }
            if (look.hidesBelow()) {
                break;
            }
        }
        if (fallback != null) {
            into.put(path, fallback);
        }
    }

    private static Look look(LayerStack.Sheet sheet, String path) {
        boolean hides = false;
        Dir at = Dir.open(sheet.files());
        try {
            List<byte[]> parts = Names.split(Directories.bytes(path));
            for (int i = 0; i < parts.size(); i++) {
                byte[] name = parts.get(i);
                Stat stat = at.stat(name).orElse(null);
                if (stat == null) {
                    return Look.nothing(hides);
                }
                if (!stat.isDirectory()) {
                    return Look.nothing(true);
                }
                boolean last = i == parts.size() - 1;
                Map<String, byte[]> xattrs = at.xattrs(name);
                if (last) {
                    xattrs.keySet().removeIf(key -> !Xattrs.isKept(key));
                    return new Look(stat, xattrs, hides);
                }
                hides |= xattrs.containsKey(Directories.OPAQUE);
                Dir next = at.child(name);
                at.close();
                at = next;
            }
            return new Look(at.stat(), Map.of(), false);
        } catch (KernelException e) {
            throw e.refused("stack the layers of an image");
        } finally {
            at.close();
        }
    }
}

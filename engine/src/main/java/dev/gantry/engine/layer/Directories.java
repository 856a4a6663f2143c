package dev.gantry.engine.layer;

import dev.gantry.engine.disk.DiskReserve;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.Names;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a layer that is being unpacked: open ones are kept at hand, because the entries of an archive
 * lie side by side; missing ones are made, and remembered as such; their times are set last, because every new entry
 * changes them. Paths are keyed by their bytes as Latin-1 text, which loses nothing.
 */
final class Directories implements AutoCloseable {
    static final String OPAQUE = "trusted.overlay.opaque";
    private static final byte[] YES = {'y'};
    private static final int OPEN = 64;
    /** Bytes of remembered paths for each entry that is allowed: 64 MB by default, six times what honest layers have. */
    private static final int HELD_EACH = 128;

    private static final int DEFAULT = 0755;

    private final Dir root;
    private final long most;
    private final DiskReserve reserve;
    private final LinkedHashMap<String, Dir> open = new LinkedHashMap<>(OPEN, 0.75f, true);
    private final Set<String> implicit = new TreeSet<>();
    private final Map<String, Instant> times = new HashMap<>();
    private boolean opaqueRoot;
    private long made;
    private long held;

    /** @param most how many may be made that no entry describes: each entry can ask for hundreds */
    Directories(Dir root, long most, DiskReserve reserve) {
        this.root = root;
        this.most = most;
        this.reserve = reserve;
        implicit.add("");
    }

    static String key(List<ByteName> parts) {
        StringBuilder key = new StringBuilder();
        for (ByteName part : parts) {
            key.append(key.isEmpty() ? "" : "/").append(new String(part.bytes(), StandardCharsets.ISO_8859_1));
        }
        return key.toString();
    }

    static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * A directory that is to hold an entry, made with its parents when it is missing. Valid until two more directories
     * were asked for.
     */
    Dir ensure(List<ByteName> parts, ByteName entry) {
        String key = key(parts);
        Dir known = known(key);
        if (known != null) {
            return known;
        }
        try {
            return remember(key, root.resolve(bytes(key)));
        } catch (KernelException e) {
            if (!e.isNotFound() && !e.is("ENOTDIR")) {
                throw escape(e, entry);
            }
        }
        make(parts, key, entry);
        return remember(key, root.resolve(bytes(key)));
    }

    /** A directory that must be there already. */
    Dir existing(List<ByteName> parts, ByteName entry) {
        String key = key(parts);
        Dir known = known(key);
        if (known != null) {
            return known;
        }
        try {
            return remember(key, root.resolve(bytes(key)));
        } catch (KernelException e) {
            throw LayerRefusals.invalid(entry, "it links to a file in a directory that is not in the layer");
        }
    }

    private void make(List<ByteName> parts, String key, ByteName entry) {
        Dir parent = ensure(parts.subList(0, parts.size() - 1), entry);
        byte[] name = parts.get(parts.size() - 1).bytes();
        Stat there = parent.stat(name).orElse(null);
        if (there != null && !there.isWhiteout()) {
            throw LayerRefusals.invalid(
                    entry,
                    there.isLink() ? "a directory above it is a link that leads nowhere" : "it lies below a file");
        }
        if (++made > most) {
            throw LayerRefusals.exceeded(
                    entry, "it would make more than " + most + " directories that the layer only passes through");
        }
        reserve.made();
        if (there != null) {
            // The layer hides what is below and puts something new in its place.
            parent.unlink(name);
        } else {
            implicit.add(key);
        }
        parent.mkdir(name, DEFAULT);
        parent.chmod(name, DEFAULT);
        if (there != null) {
            parent.setXattr(name, OPAQUE, YES);
        }
        date(key, Instant.EPOCH, entry);
    }

    private void date(String key, Instant modified, ByteName entry) {
        if (times.put(key, modified) == null) {
            held += key.length();
        }
        if (held > most * HELD_EACH) {
            throw LayerRefusals.exceeded(
                    entry, "the names of the layer's directories take more than " + most * HELD_EACH + " bytes");
        }
    }

    /** Notes that the archive itself describes a directory. */
    void explicit(List<ByteName> parts, TarEntry entry) {
        String key = key(parts);
        implicit.remove(key);
        date(key, entry.mtime(), entry.name());
    }

    /** Hides what the layers below have in this directory. */
    void makeOpaque(List<ByteName> parts, ByteName entry) {
        if (parts.isEmpty()) {
            opaqueRoot = true;
        } else {
            ensure(parts, entry).setXattr(OPAQUE, YES);
        }
    }

    /** To be called when a directory or link in {@code parent} went away: open directories may be gone or lie elsewhere. */
    void forgetBut(Dir parent) {
        open.values().removeIf(dir -> {
            if (dir != parent) {
                dir.close();
            }
            return dir != parent;
        });
    }

    private void forget() {
        open.values().forEach(Dir::close);
        open.clear();
    }

    /** Sets the times of all directories, once nothing changes any more. */
    void finish() {
        forget();
        times.forEach((key, time) -> {
            List<byte[]> parts = Names.split(bytes(key));
            try (Dir dir = parts.isEmpty() ? root.resolve(new byte[0]) : directory(parts)) {
                dir.times(time);
            } catch (KernelException e) {
                if (!e.isNotFound() && !e.is("ENOTDIR") && !e.is("ELOOP")) {
                    throw e;
                }
                // A later entry took the directory's place.
            }
        });
    }

    private Dir directory(List<byte[]> parts) {
        try (Dir parent = root.resolve(Names.join(parts.subList(0, parts.size() - 1)))) {
            return parent.child(parts.get(parts.size() - 1));
        }
    }

    /** Paths of directories that only exist because something lies in them; "" is the layer's root. */
    Set<String> implicit() {
        return implicit;
    }

    boolean opaqueRoot() {
        return opaqueRoot;
    }

    private @Nullable Dir known(String key) {
        return key.isEmpty() ? root : open.get(key);
    }

    private Dir remember(String key, Dir dir) {
        if (key.isEmpty()) {
            dir.close();
            return root;
        }
        if (open.size() >= OPEN) {
            var eldest = open.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        open.put(key, dir);
        return dir;
    }

    private static RuntimeException escape(KernelException e, ByteName entry) {
        return e.is("ELOOP") ? LayerRefusals.invalid(entry, "the links above it form a loop") : e;
    }

    @Override
    public void close() {
        forget();
    }
}

package dev.gantry.oci.archive;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of an archive lie, from one pass over it. Only names that can belong to an image archive are kept,
 * so that a large root file system takes no memory. Links are followed by name, inside the index only.
 */
final class MemberIndex {
    private static final Set<String> MARKERS =
            Set.of(LayoutNames.MARKER, LayoutNames.INDEX, LayoutNames.DOCKER_MANIFEST);
    private static final Set<String> ROOT_DIRECTORIES = Set.of(
            "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "media", "mnt", "opt", "proc", "root", "run",
            "sbin", "srv", "sys", "tmp", "usr", "var");
    private static final int MAX_KEPT = 50_000;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_NAME = 255;
    private static final int MAX_HOPS = 8;
    private static final int SHOWN = 5;

    /** @param link for links: what they point to, else empty */
    private record Place(TarEntry.Type type, long offset, long size, String link) {}

    private final SeekableSource source;
    private final Map<String, Place> places = new HashMap<>();
    private final List<String> firstNames = new ArrayList<>();
    private long count;
    private boolean overflowed;
    private boolean rootFileSystem;

    private MemberIndex(SeekableSource source) {
        this.source = source;
    }

    static MemberIndex scan(SeekableSource source, TarLimits limits) throws IOException {
        MemberIndex index = new MemberIndex(source);
        try (InputStream in = source.open(0, source.size())) {
            TarReader reader = new TarReader(in, limits);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                index.add(entry, reader.contentPosition());
            }
        }
        return index;
    }

    /** How many members the archive has. */
    long count() {
        return count;
    }

    /** The first few names, for messages. */
    List<String> firstNames() {
        return firstNames;
    }

    boolean looksLikeRootFileSystem() {
        return rootFileSystem;
    }

    boolean has(String name) {
        return places.containsKey(name);
    }

    private void add(TarEntry entry, long offset) {
        count++;
        if (firstNames.size() < SHOWN) {
            firstNames.add(entry.name().toString());
        }
        List<ByteName> components = entry.name().components();
        rootFileSystem = rootFileSystem || isOfRootFileSystem(entry, components);
        boolean kept =
                entry.isFile() || entry.type() == TarEntry.Type.SYMLINK || entry.type() == TarEntry.Type.HARDLINK;
        if (!kept
                || components.isEmpty()
                || components.size() > MAX_DEPTH
                || entry.name().length() > MAX_NAME
                || !entry.name().isUtf8()) {
            return;
        }
        if (places.size() >= MAX_KEPT) {
            overflowed = true;
            return;
        }
        String name = components.stream().map(ByteName::utf8).collect(Collectors.joining("/"));
        Place old = places.put(
                name,
                new Place(entry.type(), offset, entry.size(), entry.linkName().utf8()));
        if (old != null && MARKERS.contains(name)) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.ARCHIVE_INVALID,
                    "the archive has " + name + " twice, so nobody can say which one counts");
        }
    }

    private static boolean isOfRootFileSystem(TarEntry entry, List<ByteName> components) {
        if (entry.isFile() && (entry.mode() & 0111) != 0) {
            return true;
        }
        boolean directory = components.size() > 1 || entry.isDirectory() || entry.type() == TarEntry.Type.SYMLINK;
        return directory
                && !components.isEmpty()
                && ROOT_DIRECTORIES.contains(components.get(0).utf8());
    }

    /** Size in bytes of a member, links followed; empty when there is none. */
    Optional<Long> size(String name) {
        return Optional.ofNullable(find(name)).map(Place::size);
    }

    /** The content of a member that exists. */
    InputStream open(String name) throws IOException {
        Place place = find(name);
        if (place == null) {
            throw missing(name);
        }
        return source.open(place.offset(), place.size());
    }

    /** Reads a small member. */
    byte[] read(String name, int maxBytes) throws IOException {
        long size = size(name).orElseThrow(() -> missing(name));
        if (size > maxBytes) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.IMAGE_INVALID,
                    ArchiveRefusals.shown(name) + " has " + size + " bytes; at most " + maxBytes + " are read");
        }
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    RuntimeException missing(String name) {
        if (overflowed) {
            return ArchiveRefusals.invalid(
                    RefusalCode.LIMIT_EXCEEDED,
                    "the archive has more than " + MAX_KEPT + " members, too many for an image archive");
        }
        return ArchiveRefusals.invalid(
                RefusalCode.IMAGE_INVALID, "the archive has no member " + ArchiveRefusals.shown(name));
    }

    private @Nullable Place find(String name) {
        String at = name;
        for (int hops = 0; hops < MAX_HOPS; hops++) {
            Place place = places.get(at);
            if (place == null || place.type() == TarEntry.Type.FILE) {
                return place;
            }
            at = target(at, place);
        }
        throw ArchiveRefusals.invalid(
                RefusalCode.ARCHIVE_INVALID, ArchiveRefusals.shown(name) + " is a link that leads in circles");
    }

    /** A symbolic link starts at its directory, a hard link at the archive's root. */
    private static String target(String name, Place link) {
        List<String> path = new ArrayList<>();
        boolean soft = link.type() == TarEntry.Type.SYMLINK;
        if (soft) {
            path.addAll(List.of(name.split("/")));
            path.remove(path.size() - 1);
        }
        boolean outside = soft && link.link().startsWith("/");
        for (String part : link.link().split("/")) {
            if (part.equals("..")) {
                outside = outside || path.isEmpty();
                if (!path.isEmpty()) {
                    path.remove(path.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                path.add(part);
            }
        }
        if (outside) {
            throw ArchiveRefusals.invalid(
                    RefusalCode.ARCHIVE_INVALID,
                    ArchiveRefusals.shown(name) + " is a link that leads out of the archive, to "
                            + ArchiveRefusals.shown(link.link()));
        }
        return String.join("/", path);
    }
}

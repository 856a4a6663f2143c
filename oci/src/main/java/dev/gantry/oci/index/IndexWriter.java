package dev.gantry.oci.index;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import dev.gantry.oci.tar.TarLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a layer's members in the archive's order and writes its index. Of two members with one path the last wins, and
 * a member that is no directory removes what the layer had below its path, as when the layer is unpacked. Members below
 * a file of the same layer are refused with ARCHIVE_INVALID. Not for several threads.
 */
public final class IndexWriter implements AutoCloseable {
    /** What an index may take at most, in bytes: whoever reads it maps it as a whole. */
    public static final long MOST_BYTES = IndexFile.MOST_BYTES;

    private final Path target;
    private final TarLimits limits;
    private final long mostBytes;
    private final Sorter sorter;
    private final Links links;

    /**
     * @param target does not exist; files beside it with ".sort" and ".links" at their ends serve as scratch
     * @param limits of which entries, nameBytes and pathDepth count, for what the members come to
     * @param mostBytes of the index, at most {@link #MOST_BYTES}; no scratch file takes more
     */
    public IndexWriter(Path target, TarLimits limits, long mostBytes) {
        this.target = target;
        this.limits = limits;
        this.mostBytes = Math.min(mostBytes, MOST_BYTES);
        this.sorter = new Sorter(beside(target, ".sort"), this.mostBytes);
        this.links = new Links(limits, beside(target, ".links"));
    }

    private static Path beside(Path target, String ending) {
        return target.resolveSibling(target.getFileName() + ending);
    }

    /**
     * @param offset where the content begins in the unpacked stream, in bytes
     * @param content digest of a file's bytes; null for all but files
     */
    public void add(TarEntry member, long offset, @Nullable Digest content) throws IOException {
        Meaning meaning = Meaning.of(member.name(), "index");
        ByteName name = member.name();
        switch (meaning.kind()) {
            case IGNORED -> {
                // No file of the image.
            }
            case OPAQUE -> sorter.add(IndexEntry.implicitDirectory(links.directory(meaning.path(), name), true));
            case WHITEOUT -> sorter.add(whiteout(links.place(meaning.path(), name)));
            case ENTRY -> {
                byte[] path = links.place(meaning.path(), name);
                IndexEntry entry = entry(member, path, offset, content);
                links.put(path, entry);
                sorter.add(entry);
            }
        }
    }

    /** Takes what is no archive's member but lies in its place already, as in a directory that is a layer. */
    public void add(IndexEntry entry) throws IOException {
        sorter.add(entry);
    }

    private static IndexEntry whiteout(byte[] path) {
        return new IndexEntry(
                ByteName.of(path),
                EntryKind.WHITEOUT,
                false,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                ByteName.EMPTY,
                Optional.empty());
    }

    private IndexEntry entry(TarEntry member, byte[] path, long offset, @Nullable Digest content) throws IOException {
        EntryKind kind = EntryKind.of(member.type());
        if (path.length == 0 && kind != EntryKind.DIRECTORY) {
            throw Meaning.invalid(member.name(), "it would replace the root of the file system");
        }
        boolean device = kind == EntryKind.CHAR || kind == EntryKind.BLOCK;
        ByteName link = kind == EntryKind.HARDLINK
                ? ByteName.of(links.place(target(member), member.name()))
                : member.linkName();
        return new IndexEntry(
                ByteName.of(path),
                kind,
                false,
                false,
                member.mode(),
                member.uid(),
                member.gid(),
                member.mtime().getEpochSecond(),
                member.size(),
                device ? (long) member.devMajor() << 32 | member.devMinor() : kind == EntryKind.FILE ? offset : 0,
                link,
                Optional.ofNullable(content));
    }

    private static byte[] target(TarEntry member) {
        return Meaning.join(Meaning.target(member.linkName(), member.name(), "index"));
    }

    /** Writes the file; nothing may be added any more. */
    public void finish() throws IOException {
        try (TreeWriter tree = new TreeWriter(target, limits.entries(), mostBytes)) {
            Sorter.Merged merged = sorter.merged();
            Settled settled = null;
            Sorter.Item item;
            while ((item = merged.next()) != null) {
                if (settled != null && !settled.isOf(item)) {
                    tree.put(settled);
                    settled = null;
                }
                settled = settled == null ? Settled.first(item) : settled.and(item);
            }
            if (settled != null) {
                tree.put(settled);
            }
            tree.finish();
        }
    }

    @Override
    public void close() throws IOException {
        try (sorter) {
            links.close();
        }
    }
}

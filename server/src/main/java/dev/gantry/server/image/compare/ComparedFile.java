package dev.gantry.server.image.compare;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.IndexEntry;
import dev.gantry.oci.stack.Difference;
import dev.gantry.oci.stack.Mark;
import dev.gantry.oci.stack.Totals;
import dev.gantry.oci.tar.PathText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One path of two images, with the fields of {@link dev.gantry.protocol.layer.FileFact}: as the second image has it or,
 * when it was removed, as the first one had it.
 *
 * @param before as the first image has it; null when it has not, or has the same
 */
@Schema(name = "ComparedFile")
record ComparedFile(
        String path,
        String mark,
        String kind,
        int layer,
        long sizeBytes,
        String mode,
        long uid,
        long gid,
        long modifiedAt,
        @Nullable String link,
        @Nullable String content,
        long files,
        long added,
        long modified,
        long removed,
        long changedBytes,
        @Nullable Before before) {

    @Schema(name = "FileBefore")
    record Before(
            String kind,
            int layer,
            long sizeBytes,
            String mode,
            long uid,
            long gid,
            long modifiedAt,
            @Nullable String link,
            @Nullable String content) {}

    /** Some of them. @param next the cursor of the next page, null on the last */
    @Schema(name = "ComparedFiles")
    record Page(List<ComparedFile> items, @Nullable String next) {}

    static ComparedFile of(Difference difference) {
        Difference.Side shown = difference.after().or(difference::before).orElseThrow();
        IndexEntry entry = shown.entry();
        Totals totals = difference.totals();
        return new ComparedFile(
                PathText.of(difference.path()),
                difference.mark().name(),
                entry.kind().name(),
                shown.layer(),
                shown.size(),
                Integer.toOctalString(entry.mode()),
                entry.uid(),
                entry.gid(),
                entry.mtime(),
                link(entry),
                entry.content().map(Digest::toString).orElse(null),
                totals.files(),
                totals.added(),
                totals.modified(),
                totals.removed(),
                totals.addedBytes() + totals.modifiedBytes(),
                difference.mark() == Mark.MODIFIED || difference.mark() == Mark.REMOVED
                        ? difference.before().map(ComparedFile::before).orElse(null)
                        : null);
    }

    private static Before before(Difference.Side side) {
        IndexEntry entry = side.entry();
        return new Before(
                entry.kind().name(),
                side.layer(),
                side.size(),
                Integer.toOctalString(entry.mode()),
                entry.uid(),
                entry.gid(),
                entry.mtime(),
                link(entry),
                entry.content().map(Digest::toString).orElse(null));
    }

    private static @Nullable String link(IndexEntry entry) {
        return entry.link().isEmpty() ? null : PathText.of(entry.link());
    }
}

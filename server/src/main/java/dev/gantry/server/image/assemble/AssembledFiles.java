package dev.gantry.server.image.assemble;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.stack.Item;
import dev.gantry.oci.stack.Listing;
import dev.gantry.oci.stack.Totals;
import dev.gantry.oci.tar.PathText;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.server.image.layer.FileList;
import dev.gantry.server.platform.request.PageQuery;
import java.util.List;

/** Files of a stack that this server itself looks into, in the API's words. */
final class AssembledFiles {
    private AssembledFiles() {}

    static FileList of(Listing.Page found, PageQuery page) {
        List<FileFact> files = found.items().stream().map(AssembledFiles::fact).toList();
        return new FileList(
                files, found.more() ? page.cursor(files.get(files.size() - 1).path()) : null);
    }

    private static FileFact fact(Item item) {
        var entry = item.entry();
        Totals totals = item.totals();
        return new FileFact(
                PathText.of(entry.path()),
                item.mark().name(),
                entry.kind().name(),
                item.layer(),
                item.size(),
                Integer.toOctalString(entry.mode()),
                entry.uid(),
                entry.gid(),
                entry.mtime(),
                entry.link().isEmpty() ? null : PathText.of(entry.link()),
                entry.content().map(Digest::toString).orElse(null),
                totals.files(),
                totals.added(),
                totals.modified(),
                totals.removed(),
                totals.addedBytes() + totals.modifiedBytes());
    }
}

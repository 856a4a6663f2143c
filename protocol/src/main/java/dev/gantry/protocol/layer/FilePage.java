package dev.gantry.protocol.layer;

import dev.gantry.protocol.wish.Copies;
import java.util.List;

/** Some of a stack's paths. @param more whether others follow the last one */
public record FilePage(List<FileFact> files, boolean more) {
    public FilePage {
        files = Copies.list(files);
    }
}

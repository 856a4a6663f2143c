package dev.gantry.oci.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * A tar archive of files only, such as {@code docker export} writes: the one layer of an image to be.
 *
 * @param members how many files, directories and so on there are
 */
public record RootFileSystem(SeekableSource source, long members) implements ImageArchive {

    /** The whole archive, uncompressed. */
    public InputStream open() throws IOException {
        return source.open(0, source.size());
    }
}

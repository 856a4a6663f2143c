package dev.gantry.oci.compression;

import java.io.IOException;
import java.io.InputStream;

/**
 * Undoes one kind of compression: the JDK's and zstd-jni's are here; an engine may bring a faster one, such as igzip as
 * a process. A filter reads its input to the end, reports truncated and damaged input by refusing or by an IOException,
 * and closes its input when closed.
 */
@FunctionalInterface
public interface Filter {
    InputStream unpack(InputStream packed) throws IOException;
}

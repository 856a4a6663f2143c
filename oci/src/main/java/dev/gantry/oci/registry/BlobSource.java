package dev.gantry.oci.registry;

import java.io.IOException;
import java.io.InputStream;

/** A blob that is pushed; opened anew when a part of it must be sent again. */
@FunctionalInterface
public interface BlobSource {
    InputStream open() throws IOException;
}

/** Remembering any number of symbolic links with a few bytes of memory for each. Knows nothing of layers. */
@NullMarked
package dev.gantry.oci.index.link;

import org.jspecify.annotations.NullMarked;

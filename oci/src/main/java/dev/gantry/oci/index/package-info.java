/**
 * What one layer holds, as a compact file that is made once from its tar stream and read without unpacking anything:
 * every path with its attributes, the digest of its content and where that lies. The format is in docs/layer-index.md.
 */
@NullMarked
package dev.gantry.oci.index;

import org.jspecify.annotations.NullMarked;

/** Content digests, as in the OCI image specification, and streams that check them on the way. */
@NullMarked
package dev.gantry.oci.digest;

import org.jspecify.annotations.NullMarked;

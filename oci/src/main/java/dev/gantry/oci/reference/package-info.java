/** Names of images: the reference grammar that Docker's users know. */
@NullMarked
package dev.gantry.oci.reference;

import org.jspecify.annotations.NullMarked;

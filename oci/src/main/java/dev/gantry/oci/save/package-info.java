/** Writing images as archives that other tools read; the opposite of {@code dev.gantry.oci.archive}. */
@NullMarked
package dev.gantry.oci.save;

import org.jspecify.annotations.NullMarked;

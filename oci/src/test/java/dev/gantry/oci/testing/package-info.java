/** Archives and images made to order, good and bad, for the tests of all modules. */
@NullMarked
package dev.gantry.oci.testing;

import org.jspecify.annotations.NullMarked;

/** How every library of Gantry says no: a code from a closed list, what was tried, why it can't be, and what to do. */
@NullMarked
package dev.gantry.oci.refusal;

import org.jspecify.annotations.NullMarked;

/** Chooses a host. Pure: no clock, no input or output; what is refused is explained with counts. */
@NullMarked
package dev.gantry.server.scheduling;

import org.jspecify.annotations.NullMarked;

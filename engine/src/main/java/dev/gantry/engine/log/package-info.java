/** What containers wrote: conmon's log files read, followed over rotations, and rotated without losing a line. */
@NullMarked
package dev.gantry.engine.log;

import org.jspecify.annotations.NullMarked;

/**
 * The other half of the door to the kernel: programs, processes, namespaces, interfaces and control groups. Everything
 * outside of the two works with their values.
 */
@NullMarked
package dev.gantry.engine.kernel.process;

import org.jspecify.annotations.NullMarked;

/** The one door to the kernel: the only user of jnr, of processes and of cgroup files. Everything else works with these values. */
@NullMarked
package dev.gantry.engine.kernel;

import org.jspecify.annotations.NullMarked;

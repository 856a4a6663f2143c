/** From a container's configuration to a process: OCI bundle, runtime probe, conmon. */
@NullMarked
package dev.gantry.engine.runtime;

import org.jspecify.annotations.NullMarked;

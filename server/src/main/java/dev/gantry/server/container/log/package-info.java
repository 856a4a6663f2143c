/** Logs of containers, streamed from their host. */
@NullMarked
package dev.gantry.server.container.log;

import org.jspecify.annotations.NullMarked;

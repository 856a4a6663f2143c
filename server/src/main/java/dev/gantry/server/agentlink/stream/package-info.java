/** Byte streams with agents, each on a connection of its own that the agent dials, to whichever server it reaches. */
@NullMarked
package dev.gantry.server.agentlink.stream;

import org.jspecify.annotations.NullMarked;

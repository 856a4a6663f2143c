/** The one shape of the agent's loops (ring, merge, resync) and the waits between attempts. */
@NullMarked
package dev.gantry.agent.loop;

import org.jspecify.annotations.NullMarked;

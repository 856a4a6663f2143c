/** Where the agent keeps what it must not forget, and how it writes it: nobody else joins paths below the home. */
@NullMarked
package dev.gantry.agent.home;

import org.jspecify.annotations.NullMarked;

/** Who this agent is and how it knows its server: joining, the certificate and its renewal, trust in one pinned authority. */
@NullMarked
package dev.gantry.agent.identity;

import org.jspecify.annotations.NullMarked;

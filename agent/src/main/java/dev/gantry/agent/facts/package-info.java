/** What this host is and where it stands: operating system, size, addresses, and the cloud's word for the place. */
@NullMarked
package dev.gantry.agent.facts;

import org.jspecify.annotations.NullMarked;

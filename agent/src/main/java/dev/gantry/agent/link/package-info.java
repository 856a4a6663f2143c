/** The one control connection to the server, and the byte streams that are dialled back beside it. */
@NullMarked
package dev.gantry.agent.link;

import org.jspecify.annotations.NullMarked;

/** When the work that a request began on a container has ended, and how it is refused. */
@NullMarked
package dev.gantry.server.container.goal;

import org.jspecify.annotations.NullMarked;

/** How the server itself is: alive, ready, which version, how much of everything. */
@NullMarked
package dev.gantry.server.system;

import org.jspecify.annotations.NullMarked;

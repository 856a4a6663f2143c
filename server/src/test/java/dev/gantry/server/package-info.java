/** Tests of the whole server, by its HTTP door. */
@NullMarked
package dev.gantry.server;

import org.jspecify.annotations.NullMarked;

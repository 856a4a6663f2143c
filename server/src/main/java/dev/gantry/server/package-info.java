/** Starts the server; everything else is in the packages below, one for each noun. */
@NullMarked
package dev.gantry.server;

import org.jspecify.annotations.NullMarked;

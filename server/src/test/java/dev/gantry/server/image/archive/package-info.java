/** Helpers that reach into the uploads of archives. */
@NullMarked
package dev.gantry.server.image.archive;

import org.jspecify.annotations.NullMarked;

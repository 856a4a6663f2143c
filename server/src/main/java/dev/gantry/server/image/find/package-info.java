/** Which images, and which containers, have a file: asked of all connected hosts at once. */
@NullMarked
package dev.gantry.server.image.find;

import org.jspecify.annotations.NullMarked;

/**
 * The engine's disk: the one class that knows where everything lies, files that appear whole or not at all, and the
 * content store. Knows nothing of images, layers or containers.
 */
@NullMarked
package dev.gantry.engine.disk;

import org.jspecify.annotations.NullMarked;

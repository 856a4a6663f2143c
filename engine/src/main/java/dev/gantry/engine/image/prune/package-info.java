/**
 * Removing images by rules: a pure planner that says of each image whether it goes and why, what its preview shows, and a
 * runner that asks the same planner once more for each image before it takes it.
 */
@NullMarked
package dev.gantry.engine.image.prune;

import org.jspecify.annotations.NullMarked;

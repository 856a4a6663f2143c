/**
 * The door of the engine: {@link dev.gantry.engine.Engine} and its native implementation, which wires the packages
 * below. Nothing below imports this package.
 */
@NullMarked
package dev.gantry.engine;

import org.jspecify.annotations.NullMarked;

/** Looking into an image's layers without unpacking anything. */
@NullMarked
package dev.gantry.engine.image.look;

import org.jspecify.annotations.NullMarked;

/** Which images there are, what they are called, and what may be removed because none of them needs it. */
@NullMarked
package dev.gantry.engine.image.store;

import org.jspecify.annotations.NullMarked;

/** Containers of this host: what they are, their life, their logs. */
@NullMarked
package dev.gantry.engine.container;

import org.jspecify.annotations.NullMarked;

/** Digests by the host's own cryptographic library. */
@NullMarked
package dev.gantry.engine.kernel.hash;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.gantry.server.distribution.collect;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.gantry.server.distribution.protocol;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.gantry.server.distribution;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.gantry.server.postgres;

import org.jspecify.annotations.NullMarked;

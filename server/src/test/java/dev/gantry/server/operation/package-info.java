/** Tests. */
@NullMarked
package dev.gantry.server.operation;

import org.jspecify.annotations.NullMarked;

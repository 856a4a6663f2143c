/** Tests. */
@NullMarked
package dev.gantry.server.platform;

import org.jspecify.annotations.NullMarked;

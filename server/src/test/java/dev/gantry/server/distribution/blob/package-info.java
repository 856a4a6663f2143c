/** Tests. */
@NullMarked
package dev.gantry.server.distribution.blob;

import org.jspecify.annotations.NullMarked;

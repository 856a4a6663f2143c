/** What images take on the disk, what they share, and what would come back without them. Reckoning apart from measuring. */
@NullMarked
package dev.gantry.engine.image.usage;

import org.jspecify.annotations.NullMarked;

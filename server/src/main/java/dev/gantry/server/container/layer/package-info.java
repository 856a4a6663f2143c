/** What a container wrote upon its image, as one more layer on top of the image's own. */
@NullMarked
package dev.gantry.server.container.layer;

import org.jspecify.annotations.NullMarked;

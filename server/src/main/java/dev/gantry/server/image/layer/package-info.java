/** Looking into an image's layers: asked of any connected host that has the image, as nothing of it is kept here. */
@NullMarked
package dev.gantry.server.image.layer;

import org.jspecify.annotations.NullMarked;

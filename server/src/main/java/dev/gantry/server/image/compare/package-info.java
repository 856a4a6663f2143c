/** What differs between two images, wherever each of them is: files, text, configuration and layers. */
@NullMarked
package dev.gantry.server.image.compare;

import org.jspecify.annotations.NullMarked;

/** The images of this host: import, names, removal. */
@NullMarked
package dev.gantry.engine.image;

import org.jspecify.annotations.NullMarked;

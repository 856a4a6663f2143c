/** The files of the built UI, which are public. */
@NullMarked
package dev.gantry.server.access.ui;

import org.jspecify.annotations.NullMarked;

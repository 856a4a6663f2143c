/** Takes over what a host had before it joined again: what it offers becomes its container, and never another host's. */
@NullMarked
package dev.gantry.server.container.adoption;

import org.jspecify.annotations.NullMarked;

/** The registries that hosts pull from: how each is reached, and who we are there. */
@NullMarked
package dev.gantry.server.registry;

import org.jspecify.annotations.NullMarked;

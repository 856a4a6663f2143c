/** Layers on this host's disk: unpacked once for each diffID, stacked by overlay mounts. */
@NullMarked
package dev.gantry.engine.layer;

import org.jspecify.annotations.NullMarked;

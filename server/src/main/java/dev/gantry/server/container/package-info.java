/**
 * Containers: the wish of each (what should run, and whether), changed only by requests, beside the fact that its host
 * reports; and what is asked of a running one: logs, inspection, signals.
 */
@NullMarked
package dev.gantry.server.container;

import org.jspecify.annotations.NullMarked;

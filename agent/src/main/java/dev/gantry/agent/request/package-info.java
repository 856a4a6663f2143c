/** Work that is no wish: imports, removals, signals, inspection, logs. Each request gets exactly one answer. */
@NullMarked
package dev.gantry.agent.request;

import org.jspecify.annotations.NullMarked;

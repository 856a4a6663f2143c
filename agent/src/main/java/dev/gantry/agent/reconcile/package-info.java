/** From what is wished to what runs: a pure planner, a runner for its steps, and the loop that never forgets to look again. */
@NullMarked
package dev.gantry.agent.reconcile;

import org.jspecify.annotations.NullMarked;

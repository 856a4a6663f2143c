/**
 * What strangers send, made up by Jazzer: whatever comes, a reader gives values that hold together or refuses. Without
 * JAZZER_FUZZ the seeds beside these tests are run as any other test; docs/checklists/fuzz.md tells how to look for more.
 */
@NullMarked
package dev.gantry.oci.fuzz;

import org.jspecify.annotations.NullMarked;

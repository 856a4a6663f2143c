/** What users want of a container: its spec, its power and how its runs end. */
@NullMarked
package dev.gantry.protocol.wish;

import org.jspecify.annotations.NullMarked;

/** Prunes images on hosts by rules: a preview of each host, and the run of what was seen, as one operation. */
@NullMarked
package dev.gantry.server.image.prune;

import org.jspecify.annotations.NullMarked;

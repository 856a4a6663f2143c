/**
 * Images as the hosts have them: one row of the list for each digest, uploads that stream through to a host, removal.
 */
@NullMarked
package dev.gantry.server.image;

import org.jspecify.annotations.NullMarked;

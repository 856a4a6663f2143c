/**
 * Tells browsers and the server's own loops that something changed and is worth reading again. A change is a row in
 * the change's own transaction; NOTIFY only rings.
 */
@NullMarked
package dev.gantry.server.live;

import org.jspecify.annotations.NullMarked;

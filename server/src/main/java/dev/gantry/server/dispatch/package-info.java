/**
 * Moves intent down and facts up: wishes of a host become assignments on its link, reports become fact rows, and with
 * them operations end. The only writer of facts.
 */
@NullMarked
package dev.gantry.server.dispatch;

import org.jspecify.annotations.NullMarked;

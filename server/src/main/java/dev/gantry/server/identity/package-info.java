/** Users, their passwords and sessions, and the tokens of scripts. */
@NullMarked
package dev.gantry.server.identity;

import org.jspecify.annotations.NullMarked;

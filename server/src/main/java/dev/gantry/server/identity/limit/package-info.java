/** How many logins may fail before the next one is refused. Counted in the database, for all servers together. */
@NullMarked
package dev.gantry.server.identity.limit;

import org.jspecify.annotations.NullMarked;

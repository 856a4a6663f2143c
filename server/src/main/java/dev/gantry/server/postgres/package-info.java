/**
 * The database's address, and the embedded Postgres behind it when no other was named: unpacked once, made durable and
 * closed to others, adopted when it already runs, started again when it dies. The only package that starts processes.
 */
@NullMarked
package dev.gantry.server.postgres;

import org.jspecify.annotations.NullMarked;

/**
 * The installation's own certificate authority: its key, sealed in the database under a key that the database does not
 * have, the server's certificate for the agent port, and client certificates for agents. Knows no hosts.
 */
@NullMarked
package dev.gantry.server.authority;

import org.jspecify.annotations.NullMarked;

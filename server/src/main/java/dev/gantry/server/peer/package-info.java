/**
 * The other servers of the same database: which one holds a host's link, and how it is called. A server that is asked
 * for a host whose link another one holds asks there, over the agent port, by the certificate that all servers carry.
 */
@NullMarked
package dev.gantry.server.peer;

import org.jspecify.annotations.NullMarked;

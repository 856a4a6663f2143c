/**
 * The second port, for agents alone: TLS 1.3 with the authority's certificates. Who calls is decided by the nouns
 * behind it, from the client certificate.
 */
@NullMarked
package dev.gantry.server.agentport;

import org.jspecify.annotations.NullMarked;

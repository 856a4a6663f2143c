/**
 * Live connections with agents: one control link for each host, requests and their answers on it, and byte streams
 * that agents dial back. Agents are treated as hostile: who one is comes from its certificate, all sizes are bounded.
 */
@NullMarked
package dev.gantry.server.agentlink;

import org.jspecify.annotations.NullMarked;

/**
 * The agent of one host: wires identity, link, reconciliation, reports and requests around one engine. It listens on no
 * port; it dials its server and goes on without it.
 */
@NullMarked
package dev.gantry.agent;

import org.jspecify.annotations.NullMarked;

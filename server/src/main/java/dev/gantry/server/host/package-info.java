/**
 * Hosts: how one joins (a token used once, a certificate in return), what proves that a caller is its agent, what is
 * known of it, its name, and its removal, which ends its certificates at once.
 */
@NullMarked
package dev.gantry.server.host;

import org.jspecify.annotations.NullMarked;

/**
 * What all routes of the OCI distribution specification share: addresses, their grammar, paging, refusals in the
 * specification's words.
 */
@NullMarked
package dev.gantry.server.distribution.protocol;

import org.jspecify.annotations.NullMarked;

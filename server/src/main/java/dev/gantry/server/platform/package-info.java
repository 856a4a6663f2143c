/**
 * What all nouns share: the closed error catalogue and its problem+json, ids, the clock, paging, preconditions,
 * request ids and the limits of a JSON body. Imports no other package of the server.
 */
@NullMarked
package dev.gantry.server.platform;

import org.jspecify.annotations.NullMarked;

/**
 * The messages that server and agent exchange: records only, of wishes and of facts. Every message has one golden JSON
 * file in the tests; a change that breaks one breaks agents in the field. Unknown properties are ignored by both sides,
 * so that versions that differ by one can talk.
 */
@NullMarked
package dev.gantry.protocol;

import org.jspecify.annotations.NullMarked;

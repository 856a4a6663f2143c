/**
 * Layers upon each other, from their indexes alone: what the stack shows, what its highest layer changed, which bytes
 * it wastes, what became of one file. Pure reading; nothing is unpacked or mounted.
 */
@NullMarked
package dev.gantry.oci.stack;

import org.jspecify.annotations.NullMarked;

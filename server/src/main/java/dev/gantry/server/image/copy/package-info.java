/**
 * Copies an image from one host to another. The server passes the bytes on, a chunk at a time: it keeps nothing of them,
 * and whoever gets them checks every digest.
 */
@NullMarked
package dev.gantry.server.image.copy;

import org.jspecify.annotations.NullMarked;

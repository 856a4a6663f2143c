/** Takes blobs that nothing holds, uploads that nobody goes on with, and what a crash left in the blob store. */
@NullMarked
package dev.gantry.server.distribution.collect;

import org.jspecify.annotations.NullMarked;

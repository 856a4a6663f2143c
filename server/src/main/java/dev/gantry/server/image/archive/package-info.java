/**
 * Image archives of any size, in chunks that can be sent again: a row says which file it is, its bytes grow in the blob
 * store, which all servers of one database share, and once they are whole a host imports them.
 */
@NullMarked
package dev.gantry.server.image.archive;

import org.jspecify.annotations.NullMarked;

/**
 * Blobs: where their bytes lie, behind {@link dev.gantry.server.distribution.blob.BlobStore}, which repositories hand
 * them out, and the routes that do.
 */
@NullMarked
package dev.gantry.server.distribution.blob;

import org.jspecify.annotations.NullMarked;

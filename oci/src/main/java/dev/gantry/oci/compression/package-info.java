/** Recognising and undoing gzip and zstd with budgets, so that a small bomb can't become a full disk. */
@NullMarked
package dev.gantry.oci.compression;

import org.jspecify.annotations.NullMarked;

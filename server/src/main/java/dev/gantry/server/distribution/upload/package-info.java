/** Uploads: blobs on their way in, whole, in chunks, or mounted from another repository, within quota and free space. */
@NullMarked
package dev.gantry.server.distribution.upload;

import org.jspecify.annotations.NullMarked;

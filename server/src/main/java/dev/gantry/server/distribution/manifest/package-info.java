/** Manifests and indexes: read strictly, taken only with all their parts, handed out as the very bytes that came. */
@NullMarked
package dev.gantry.server.distribution.manifest;

import org.jspecify.annotations.NullMarked;

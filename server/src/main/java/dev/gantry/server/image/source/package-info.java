/**
 * Where an image's layers are read from when this server itself looks into them: from a connected host that has it, or
 * from the built-in registry. Their indexes are kept in a cache that any other server does without.
 */
@NullMarked
package dev.gantry.server.image.source;

import org.jspecify.annotations.NullMarked;

/** Images that people put together of layers of other images: looked through before, then made on a host. */
@NullMarked
package dev.gantry.server.image.assemble;

import org.jspecify.annotations.NullMarked;

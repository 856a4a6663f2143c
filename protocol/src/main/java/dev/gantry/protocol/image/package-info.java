/** What is asked and told about keeping and cleaning a host's images. */
@NullMarked
package dev.gantry.protocol.image;

import org.jspecify.annotations.NullMarked;

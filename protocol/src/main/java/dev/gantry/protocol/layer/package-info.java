/** What an agent tells of an image's layers when it is asked; documents of responses. */
@NullMarked
package dev.gantry.protocol.layer;

import org.jspecify.annotations.NullMarked;

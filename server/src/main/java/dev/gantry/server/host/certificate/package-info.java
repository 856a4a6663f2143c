/** The certificates that hosts hold, and which host it is that shows one. */
@NullMarked
package dev.gantry.server.host.certificate;

import org.jspecify.annotations.NullMarked;

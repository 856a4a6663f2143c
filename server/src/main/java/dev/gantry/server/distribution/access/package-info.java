/** Who may push and pull: the security chain of {@code /v2/}, which denies by default. */
@NullMarked
package dev.gantry.server.distribution.access;

import org.jspecify.annotations.NullMarked;

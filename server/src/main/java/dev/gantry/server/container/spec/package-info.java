/** What a request wants of a container: its body, and how it is checked. */
@NullMarked
package dev.gantry.server.container.spec;

import org.jspecify.annotations.NullMarked;

/** Long work as a resource: its steps, progress and end are rows, so that they outlive a page, a request and a server. */
@NullMarked
package dev.gantry.server.operation;

import org.jspecify.annotations.NullMarked;

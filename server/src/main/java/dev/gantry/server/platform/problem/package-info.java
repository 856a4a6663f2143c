/** The closed catalogue of refusals, and what makes problem+json of whatever was thrown, with the request's id. */
@NullMarked
package dev.gantry.server.platform.problem;

import org.jspecify.annotations.NullMarked;

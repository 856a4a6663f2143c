/** A server and an engine for the agent's tests: small, real state machines that can also misbehave on demand. */
@NullMarked
package dev.gantry.agent.testing;

import org.jspecify.annotations.NullMarked;

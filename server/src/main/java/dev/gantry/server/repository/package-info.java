/**
 * The repositories of the built-in registry as people and scripts see them: names, tags, sizes, who pushed, what uses
 * them, and their removal. How clients push and pull is told by {@code dev.gantry.server.distribution}.
 */
@NullMarked
package dev.gantry.server.repository;

import org.jspecify.annotations.NullMarked;

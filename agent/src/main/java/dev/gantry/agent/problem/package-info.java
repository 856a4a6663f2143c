/** How a refusal of the libraries becomes what the server shows to a person. */
@NullMarked
package dev.gantry.agent.problem;

import org.jspecify.annotations.NullMarked;

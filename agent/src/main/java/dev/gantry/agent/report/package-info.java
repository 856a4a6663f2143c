/** Facts on their way up: containers and images, in full after each connect and as changes from then on. */
@NullMarked
package dev.gantry.agent.report;

import org.jspecify.annotations.NullMarked;

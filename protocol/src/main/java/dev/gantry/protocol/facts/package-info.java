/** What agents tell: the host, its images and containers, what a container wrote, and why something could not be. */
@NullMarked
package dev.gantry.protocol.facts;

import org.jspecify.annotations.NullMarked;

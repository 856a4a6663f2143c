/** What images and containers take on the hosts' disks, as the hosts measure it when they are asked. */
@NullMarked
package dev.gantry.server.image.disk;

import org.jspecify.annotations.NullMarked;

/** The bridge, addresses, published ports, and the one nftables document that says it all. */
@NullMarked
package dev.gantry.engine.network;

import org.jspecify.annotations.NullMarked;

/** How a registry asks who we are, and who is told: RFC 9110, 11.6.1, and the distribution project's token service. */
@NullMarked
package dev.gantry.oci.registry.auth;

import org.jspecify.annotations.NullMarked;

/** The client of OCI registries, OCI distribution specification 1.1: one small class for each remote call. */
@NullMarked
package dev.gantry.oci.registry;

import org.jspecify.annotations.NullMarked;

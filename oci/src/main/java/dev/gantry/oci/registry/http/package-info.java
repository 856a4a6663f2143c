/** HTTP as registries need it: no credentials for strangers, no silent connection, no endless trying. */
@NullMarked
package dev.gantry.oci.registry.http;

import org.jspecify.annotations.NullMarked;

/** Manifests, indexes and configurations as in the OCI image specification and Docker's schema 2. */
@NullMarked
package dev.gantry.oci.manifest;

import org.jspecify.annotations.NullMarked;

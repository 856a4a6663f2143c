/**
 * The built-in registry as docker, podman and skopeo speak to it: the routes of the OCI distribution specification 1.1
 * below {@code /v2/}. Each package below has one concept; this one brings requests to them.
 */
@NullMarked
package dev.gantry.server.distribution;

import org.jspecify.annotations.NullMarked;

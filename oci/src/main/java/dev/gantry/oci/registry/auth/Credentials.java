package dev.gantry.oci.registry.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and its secret at one registry. Never shown. */
public record Credentials(String user, String secret) {
    /** RFC 7617. */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "credentials of " + user;
    }
}

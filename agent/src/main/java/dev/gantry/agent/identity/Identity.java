package dev.gantry.agent.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * Who this agent is, from joining on.
 *
 * @param key never leaves the host
 * @param certificate the client certificate
 * @param authority the one CA that this agent trusts
 */
public record Identity(
        String hostId, String hostName, PrivateKey key, X509Certificate certificate, X509Certificate authority) {

    /** Two thirds into the certificate's life: a third is left for a server that is away. */
    public Instant renewAt() {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, expiresAt());
        return from.plus(life.multipliedBy(2).dividedBy(3));
    }

    public Instant expiresAt() {
        return certificate.getNotAfter().toInstant();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "host " + hostName + " (" + hostId + "), certificate until " + expiresAt();
    }
}

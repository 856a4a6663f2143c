package dev.gantry.protocol;

/** The bodies of joining, renewing and asking who one is; the only exchange of the two that is no message on the link. */
public final class Join {
    private Join() {}

    /**
     * Body of {@code POST /agent/v1/join}, sent only after the server's CA was found to be the one of the join line.
     *
     * @param token single-use join token
     * @param certificateRequest PKCS#10, PEM
     * @param hostname the host's own name, a proposal for the host's name in Gantry
     */
    public record Request(String token, String certificateRequest, String hostname, String agentVersion) {}

    /**
     * Body of {@code POST /agent/v1/renew}; who asks is told by the client certificate.
     *
     * @param certificateRequest PKCS#10, PEM
     */
    public record Renewal(String certificateRequest) {}

    /**
     * Answer to a join or a renewal.
     *
     * @param hostId UUID
     * @param certificate the agent's client certificate, PEM
     * @param authority the CA's certificate, PEM
     */
    public record Response(String hostId, String hostName, String certificate, String authority) {}

    /**
     * Answer to {@code GET /agent/v1/identity}: the host that the shown certificate speaks for.
     *
     * @param hostId UUID
     */
    public record Known(String hostId, String hostName) {}
}

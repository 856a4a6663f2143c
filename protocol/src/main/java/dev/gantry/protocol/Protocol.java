package dev.gantry.protocol;

/** Paths, header names and figures that both ends of the link must agree on. */
public final class Protocol {
    /** Raised when a message changes so that an older peer would misread it. */
    public static final int VERSION = 1;

    /** The name that every server certificate carries: agents check this name, since NAT may give the server any address. */
    public static final String SERVER_NAME = "server.gantry.internal";

    public static final String JOIN_PATH = "/agent/v1/join";
    public static final String RENEW_PATH = "/agent/v1/renew";
    /** Answers with {@link Join.Known} whom the client certificate speaks for, and with 401 when it is good no longer. */
    public static final String IDENTITY_PATH = "/agent/v1/identity";

    public static final String LINK_PATH = "/agent/v1/link";
    /**
     * Followed by the stream's id. Binary frames only. Who writes ends the stream with close status 1000; any other
     * status, and a connection that is lost, means that bytes are missing. Who reads may close at any time, with 1000
     * when it has all it wanted.
     */
    public static final String STREAM_PATH = "/agent/v1/streams/";

    /**
     * A join line's fingerprint is this and the 64 hex digits of the SHA-256 of the CA certificate's DER. The server
     * presents its whole chain, the CA's own certificate last.
     */
    public static final String FINGERPRINT_PREFIX = "SHA256:";

    public static final int HEARTBEAT_SECONDS = 5;
    /** A host that was silent for so long is shown as unreachable. */
    public static final int SILENT_SECONDS = 15;

    /** The largest control message, in bytes of UTF-8; a larger one closes the link. */
    public static final int MAX_MESSAGE_BYTES = 4 << 20;
    /** The largest frame of a byte stream. */
    public static final int STREAM_CHUNK_BYTES = 64 << 10;

    private Protocol() {}
}

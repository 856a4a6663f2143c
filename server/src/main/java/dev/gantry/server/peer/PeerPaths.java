package dev.gantry.server.peer;

import java.util.UUID;

/** Paths on the agent port that only other servers may call. */
public final class PeerPaths {
    /** Followed by the host's id: one request to the host, its progress and its answer. */
    public static final String REQUESTS = "/agent/v1/peers/requests/";
    /** Followed by the id of the host that dialled and that of the stream: its bytes, in frames as the agent sends them. */
    public static final String STREAMS = "/agent/v1/peers/streams/";

    private PeerPaths() {}

    public static String request(UUID hostId) {
        return REQUESTS + hostId;
    }

    public static String stream(UUID hostId, String streamId) {
        return STREAMS + hostId + "/" + streamId;
    }
}

package dev.gantry.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.gantry.protocol.ServerMessage.Assignments;
import dev.gantry.protocol.ServerMessage.Cancel;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.ServerMessage.Welcome;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says to an agent: wishes, and requests for work that is no wish. One text frame each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = Assignments.class, name = "assignments"),
    @JsonSubTypes.Type(value = Request.class, name = "request"),
    @JsonSubTypes.Type(value = Cancel.class, name = "cancel"),
})
public sealed interface ServerMessage {

    /** The answer to hello. */
    record Welcome(int protocolVersion, String serverVersion, String hostId, String hostName)
            implements ServerMessage {}

    /**
     * What should run on the host.
     *
     * @param revision rises with each change of the host's wishes; one that is not newer than what the agent holds is
     *     ignored, unless it is full and equal
     * @param base null for a full set, which replaces all that was wished; otherwise the revision that this is a change
     *     of: an agent that holds another one says hello again and gets the full set
     * @param containers all of them, or those that changed
     * @param removed ids that are wished no longer; empty in a full set
     */
    record Assignments(long revision, @Nullable Long base, List<ContainerWish> containers, List<String> removed)
            implements ServerMessage {
        public Assignments {
            containers = Copies.list(containers);
            removed = Copies.list(removed);
        }
    }

    /**
     * Work that is no wish. Answered by exactly one {@link AgentMessage.Response} with the same id; an id that was seen
     * before on this link is ignored.
     */
    record Request(String requestId, RequestBody body) implements ServerMessage {}

    /** The answer is no longer wanted; the agent stops the work, leaves nothing half-written, and answers "cancelled". */
    record Cancel(String requestId) implements ServerMessage {}
}

package dev.gantry.server.agentlink;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The document of an agent's answer; read as records, whatever the agent sends. */
public final class AgentDocument {
    private static final JsonMapper JSON = ProtocolMapper.create();

    private AgentDocument() {}

    /** Errors with INTERNAL when it can't be read. */
    public static <T> T read(AgentMessage.Response answer, Class<T> type, String tried, String hostName) {
        try {
            return Objects.requireNonNull(JSON.readValue(Objects.requireNonNullElse(answer.document(), ""), type));
        } catch (JacksonException | NullPointerException e) {
            throw new ProblemException(
                    ErrorCode.INTERNAL,
                    tried,
                    "the answer of the agent on host " + hostName + " can't be read",
                    "See that the agent on the host has the server's version.",
                    Map.of(),
                    e);
        }
    }
}

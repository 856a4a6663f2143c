package dev.gantry.agent.link;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.ServerMessage;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Messages as the JSON of their text frames. */
public final class Wire {
    private final ObjectWriter writer;
    private final ObjectReader reader;

    public Wire(JsonMapper json) {
        this.writer = json.writerFor(AgentMessage.class);
        this.reader = json.readerFor(ServerMessage.class);
    }

    String write(AgentMessage message) {
        return writer.writeValueAsString(message);
    }

    /** @throws IOException when the text is no message that this agent knows */
    ServerMessage read(String text) throws IOException {
        try {
            ServerMessage message = reader.readValue(text);
            if (message == null) {
                throw new IOException("the server sent an empty message");
            }
            return message;
        } catch (JacksonException e) {
            throw new IOException("the server sent what is no message: " + e.getOriginalMessage(), e);
        }
    }
}

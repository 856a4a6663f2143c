package dev.gantry.server.container.log;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.LogLine;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.agentlink.stream.ByteStream;
import dev.gantry.server.agentlink.stream.Streams;
import dev.gantry.server.container.ContainerIds;
import dev.gantry.server.container.ContainerView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passes a container's log from its host to a reader. Each line is read and written anew: an agent can't put anything
 * but log lines into the answer.
 */
@Component
class ContainerLogs {
    private static final int LONGEST_LINE = 1 << 20;
    private static final int CHUNK = 16 << 10;
    /** So soon a reader that has gone is noticed although the container says nothing. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final AgentLinks links;
    private final Streams streams;
    private final JsonMapper json = ProtocolMapper.create();

    ContainerLogs(AgentLinks links, Streams streams) {
        this.links = links;
        this.streams = streams;
    }

    /** Opens the host's stream; errors with what the host says. */
    Open open(ContainerView container, @Nullable String since, @Nullable Integer tail, boolean follow) {
        Streams.Expected expected = streams.expect(container.host().id());
        try (expected) {
            PendingRequest request = links.request(
                    container.host().id(),
                    container.host().name(),
                    new RequestBody.FollowLogs(ContainerIds.onLink(container.id()), expected.id(), since, tail, follow),
                    progress -> {});
            return new Open(expected.await("Read the log of container " + container.name(), request), request);
        }
    }

    /**
     * Writes until the log or the reader ends; either way the host is told.
     *
     * @param contains what a line must hold; null for all lines
     */
    void copy(Open open, boolean asText, @Nullable String contains, OutputStream out) throws IOException {
        try (open) {
            LineSearch search = contains == null ? null : new LineSearch(contains);
            byte[] chunk = new byte[CHUNK];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                if (!open.stream().awaitInput(PROBE)) {
                    if (!asText) {
                        out.write('\n');
                    }
                    out.flush();
                    continue;
                }
                int count = open.stream().input().read(chunk);
                if (count < 0) {
                    out.flush();
                    return;
                }
                for (int i = 0; i < count; i++) {
                    if (chunk[i] == '\n') {
                        pass(line, asText, search, out);
                        line.reset();
                    } else if (line.size() < LONGEST_LINE) {
                        line.write(chunk[i]);
                    }
                }
                if (open.stream().input().available() == 0) {
                    out.flush();
                }
            }
        }
    }

    private void pass(ByteArrayOutputStream bytes, boolean asText, @Nullable LineSearch search, OutputStream out)
            throws IOException {
        LogLine line;
        try {
            line = json.readValue(bytes.toByteArray(), LogLine.class);
        } catch (JacksonException e) {
            return;
        }
        if (line == null || line.text() == null) {
            return;
        }
        for (LogLine each : search == null ? List.of(line) : search.add(line)) {
            write(each, asText, out);
        }
    }

    private void write(LogLine line, boolean asText, OutputStream out) throws IOException {
        if (asText) {
            out.write(line.text().getBytes(StandardCharsets.UTF_8));
            if (!line.partial()) {
                out.write('\n');
            }
        } else {
            out.write(json.writeValueAsBytes(line));
            out.write('\n');
        }
    }

    /** A log that is being read. */
    record Open(ByteStream stream, PendingRequest request) implements AutoCloseable {
        @Override
        public void close() {
            stream.close();
            request.cancel().run();
        }
    }
}

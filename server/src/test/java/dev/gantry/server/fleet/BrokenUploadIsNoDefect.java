package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A client that goes in the middle of its upload leaves one line in the log. */
@Tag("server")
class BrokenUploadIsNoDefect {
    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Lines lines = new Lines();
    private FakeAgent agent;

    @BeforeEach
    void oneConnectedHost() {
        agent = FakeAgent.join(server, "broken-uploads").connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void noHost() {
        root.detachAppender(lines);
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
    }

    @Test
    void when_it_closes_before_the_length_that_it_named() throws Exception {
        upload("Content-Length: 5000000", "", 600_000, false);
        oneLineAndNoTrace();
    }

    @Test
    void when_it_resets_the_connection() throws Exception {
        upload("Content-Length: 5000000", "", 600_000, true);
        oneLineAndNoTrace();
    }

    @Test
    void when_it_closes_within_a_chunk() throws Exception {
        upload("Transfer-Encoding: chunked", "f4240\r\n", 600_000, false);
        oneLineAndNoTrace();
    }

    private void upload(String length, String prefix, int bytes, boolean reset) throws IOException {
        HttpRequest asAdmin = api.request("/images").build();
        URI address = asAdmin.uri();
        String head = "POST /api/v1/images?hostId=" + agent.identity.hostId() + "&reference=app:1 HTTP/1.1\r\n"
                + "Host: " + address.getHost() + "\r\nAuthorization: "
                + asAdmin.headers().firstValue("Authorization").orElseThrow()
                + "\r\nContent-Type: application/octet-stream\r\n" + length + "\r\n\r\n" + prefix;
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[bytes]);
            out.flush();
            await().until(() -> agent.received.stream()
                    .anyMatch(message -> message.toString().contains("ImportImage")));
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    /** For a second, as the answer that nobody takes is written after the operation has ended. */
    private void oneLineAndNoTrace() {
        await().during(Duration.ofSeconds(1)).untilAsserted(() -> {
            List<ILoggingEvent> told = lines.all.stream()
                    .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                    .toList();
            assertThat(told).as(told.toString()).hasSize(1);
            assertThat(told.get(0).getLevel()).isIn(Level.INFO, Level.WARN);
            assertThat(told.get(0).getFormattedMessage()).contains("broken-uploads", "broke off after");
            assertThat(told.get(0).getThrowableProxy()).isNull();
        });
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event);
        }
    }
}

package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The event stream tells what changed, goes on where it stopped, and ends with its owner's token. */
@Tag("server")
class EventsAreResumed {
    private final TestServer server = TestServer.shared();

    @Test
    void a_change_is_told_within_a_second() throws Exception {
        try (Listener listener = new Listener(server.token(), null)) {
            await().until(() -> listener.has("event: hello"));
            String id = user("told");
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> listener.has("{\"topic\":\"users\",\"id\":\"" + id + "\"}"));
        }
    }

    @Test
    void a_client_that_was_away_hears_what_it_missed() throws Exception {
        String position;
        try (Listener listener = new Listener(server.token(), null)) {
            await().until(() -> listener.has("id: "));
            position = listener.lastId();
        }
        String id = user("missed");
        try (Listener listener = new Listener(server.token(), position)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> listener.has(id));
        }
    }

    @Test
    void a_position_that_is_too_old_or_from_elsewhere_means_reset() throws Exception {
        for (String position : List.of("1", "999999999999")) {
            try (Listener listener = new Listener(server.token(), position)) {
                await().atMost(Duration.ofSeconds(5)).until(() -> listener.has("event: reset"));
            }
        }
    }

    @Test
    void a_revoked_token_ends_its_stream_and_is_refused_from_then_on() throws Exception {
        String made = server.post("/api/v1/tokens", "{\"name\":\"streamed\",\"expiresInDays\":1}")
                .body();
        String secret = TestServer.json(made).get("secret").asString();
        String id = TestServer.json(made).get("id").asString();
        try (Listener listener = new Listener(secret, null)) {
            await().until(() -> listener.has("event: hello"));
            assertThat(server.send(server.asAdmin("/api/v1/tokens/" + id).DELETE())
                            .statusCode())
                    .isEqualTo(204);
            await().atMost(Duration.ofSeconds(5)).until(listener::ended);
        }
        var refused = server.send(server.request("/api/v1/users").header("Authorization", "Bearer " + secret));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("TOKEN_INVALID");
    }

    private String user(String name) {
        return TestServer.json(server.post(
                                "/api/v1/users",
                                "{\"name\":\"" + name + "\",\"password\":\"a long password\",\"role\":\"VIEWER\"}")
                        .body())
                .get("id")
                .asString();
    }

    /** Reads the stream on a thread of its own. */
    private final class Listener implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> stream;
        private final Thread thread;

        Listener(String token, @Nullable String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = server.request("/api/v1/events").header("Authorization", "Bearer " + token);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            stream = HttpClient.newHttpClient()
                    .send(request.build(), HttpResponse.BodyHandlers.ofLines())
                    .body();
            thread = new Thread(() -> {
                try {
                    stream.forEach(lines::add);
                } catch (RuntimeException e) {
                    lines.add("ended");
                }
            });
            thread.start();
        }

        boolean has(String text) {
            return lines.stream().anyMatch(line -> line.contains(text));
        }

        boolean ended() {
            return !thread.isAlive();
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id: "))
                    .reduce((a, b) -> b)
                    .orElseThrow()
                    .substring(4);
        }

        @Override
        public void close() {
            thread.interrupt();
            stream.close();
        }
    }
}

package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.server.postgres.BreakablePostgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database may die under a running server: it says so, and goes on when the database is back. */
@Tag("server")
class PostgresRestartedServerRecovers {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RECOVER = Duration.ofSeconds(10);

    @Test
    void reads_are_refused_in_time_while_the_database_is_away_and_answered_when_it_is_back() {
        try (BreakablePostgres postgres = new BreakablePostgres();
                TestServer server = TestServer.start(postgres.database())) {
            assertThat(server.get("/api/v1/users").statusCode()).isEqualTo(200);
            postgres.kill();

            for (int i = 0; i < 3; i++) {
                long asked = System.nanoTime();
                HttpResponse<String> refused = server.get("/api/v1/users");
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(ANSWER);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(TestServer.json(refused.body()).get("code").asString())
                        .isEqualTo("UNAVAILABLE");
            }
            HttpResponse<String> ready = server.send(server.request("/readyz"));
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("{\"status\":\"DOWN\"}");
            assertThat(server.send(server.request("/livez")).statusCode()).isEqualTo(200);

            postgres.startAgain();
            await().atMost(RECOVER).untilAsserted(() -> {
                assertThat(server.send(server.request("/readyz")).statusCode()).isEqualTo(200);
                assertThat(server.get("/api/v1/users").statusCode()).isEqualTo(200);
            });
        }
    }

    @Test
    void the_embedded_database_is_started_again_with_all_that_was_written() {
        Path home = TestServer.freshHome();
        try (TestServer server = TestServer.startIn(home)) {
            String name = "{\"name\":\"kept\",\"password\":\"a long password\",\"role\":\"VIEWER\"}";
            assertThat(server.post("/api/v1/users", name).statusCode()).isEqualTo(201);
            BreakablePostgres.kill(home.resolve("postgres/data"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(server.get("/api/v1/users").body()).contains("kept"));
            assertThat(server.send(server.request("/readyz")).statusCode()).isEqualTo(200);

            assertThatThrownBy(() -> TestServer.startIn(home).close())
                    .rootCause()
                    .hasMessageContaining("another server already works there");
            assertThat(server.get("/api/v1/users").statusCode())
                    .as("the refused one left the first alone")
                    .isEqualTo(200);
        }
        assertThat(home).as("what the test left").doesNotExist();
    }
}

package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.postgres.Database;
import dev.gantry.server.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Guessing is slow whichever server is asked, and keeps nobody out but the guesser. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginLimitsHold {
    private static final String PASSWORD = "a long password";
    private static final int OF_NAME_AT_ADDRESS = 10;

    private final Database database = TestDatabase.fresh();

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.start(database);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_stranger_at_one_address_can_not_lock_out_a_user_at_another() {
        user("victim");
        List<Integer> guesses = guesses(server, "127.0.0.7", "victim", 25);

        assertThat(guesses).startsWith(401).endsWith(429);
        assertThat(new Browser(server).login("victim", PASSWORD).statusCode())
                .as("at an address where it never was before")
                .isEqualTo(200);
    }

    @Test
    void many_strangers_slow_down_a_name_but_not_where_its_user_logged_in_before() {
        user("popular");
        assertThat(new Browser(server).login("popular", PASSWORD).statusCode()).isEqualTo(200);
        for (int i = 1; i <= 8; i++) {
            guesses(server, "127.0.1." + i, "popular", OF_NAME_AT_ADDRESS);
        }

        assertThat(guesses(server, "127.0.2.1", "popular", 1)).containsExactly(429);
        assertThat(new Browser(server).login("popular", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void whoever_finds_a_session_open_can_not_try_out_passwords_there() {
        user("open");
        Browser browser = new Browser(server);
        String me = "/api/v1/users/"
                + TestServer.json(browser.login("open", PASSWORD).body())
                        .at("/user/id")
                        .asString();
        List<java.net.http.HttpResponse<String>> guesses = IntStream.range(0, OF_NAME_AT_ADDRESS + 5)
                .mapToObj(i -> browser.send(
                        "PATCH",
                        me,
                        "{\"password\":\"another long one\",\"currentPassword\":\"guess " + i + "\"}",
                        "If-Match",
                        "\"0\""))
                .toList();

        assertThat(guesses.get(0).statusCode()).isEqualTo(422);
        assertThat(guesses.get(0).body()).contains("\"currentPassword\":\"is wrong");
        var last = guesses.get(guesses.size() - 1);
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(last.body()).contains("RATE_LIMITED", "too many wrong passwords");
        assertThat(new Browser(server).login("open", PASSWORD).statusCode())
                .as("counted with the failed logins")
                .isEqualTo(429);
    }

    @Test
    void names_that_nobody_has_are_limited_alike() {
        assertThat(guesses(server, "127.0.0.11", "nobody", OF_NAME_AT_ADDRESS + 3))
                .startsWith(401)
                .endsWith(429);
    }

    @Test
    void one_address_that_tries_many_names_is_refused() {
        List<Integer> guesses = IntStream.range(0, 60)
                .mapToObj(i -> guesses(server, "127.0.0.12", "name" + i, 1).get(0))
                .toList();

        assertThat(guesses).startsWith(401).endsWith(429);
    }

    @Test
    void the_limits_hold_over_two_servers_on_one_database_and_end_with_time() {
        user("shared");
        try (TestServer second = TestServer.startBeside(server, database)) {
            List<Integer> seen = IntStream.range(0, 30)
                    .mapToObj(i -> guesses(i % 2 == 0 ? server : second, "127.0.0.6", "shared", 1)
                            .get(0))
                    .toList();
            assertThat(seen.stream().filter(status -> status == 401).count())
                    .as("what one server would allow, and what came back meanwhile")
                    .isBetween((long) OF_NAME_AT_ADDRESS, OF_NAME_AT_ADDRESS + 4L);
            assertThat(seen).endsWith(429);

            second.context().getBean(ManualClock.class).advance(Duration.ofMinutes(5));
            assertThat(guesses(second, "127.0.0.6", "shared", 1)).containsExactly(401);
        }
    }

    private void user(String name) {
        String json = "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\",\"role\":\"VIEWER\"}";
        assertThat(server.post("/api/v1/users", json).statusCode()).isEqualTo(201);
    }

    private static List<Integer> guesses(TestServer server, String address, String name, int count) {
        Elsewhere stranger = new Elsewhere(address, server.port(), null);
        String json = "{\"name\":\"" + name + "\",\"password\":\"a guess\"}";
        return IntStream.range(0, count)
                .mapToObj(i -> Elsewhere.status(stranger.post("/api/v1/session", json)))
                .toList();
    }
}

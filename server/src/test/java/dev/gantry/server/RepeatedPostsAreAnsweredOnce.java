package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An Idempotency-Key makes a POST safe to repeat. */
@Tag("server")
class RepeatedPostsAreAnsweredOnce {
    private final TestServer server = TestServer.shared();

    @Test
    void the_second_answer_is_the_first_one() {
        String body = "{\"name\":\"once\",\"password\":\"a long password\",\"role\":\"VIEWER\"}";
        HttpResponse<String> first = post("/api/v1/users", "key-1", body);
        HttpResponse<String> second = post("/api/v1/users", "key-1", body);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
    }

    @Test
    void the_same_key_for_something_else_is_refused() {
        post("/api/v1/users", "key-2", "{\"name\":\"k2\",\"password\":\"a long password\",\"role\":\"VIEWER\"}");
        assertThat(post(
                                "/api/v1/users",
                                "key-2",
                                "{\"name\":\"k3\",\"password\":\"a long password\",\"role\":\"VIEWER\"}")
                        .body())
                .contains("IDEMPOTENCY_MISMATCH");
    }

    @Test
    void a_failed_first_request_may_be_repeated() {
        assertThat(post("/api/v1/users", "key-3", "{}").statusCode()).isEqualTo(422);
        assertThat(post("/api/v1/users", "key-3", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void an_answer_that_held_a_secret_is_not_kept() {
        String body = "{\"name\":\"keyed\",\"expiresInDays\":1}";
        assertThat(post("/api/v1/tokens", "key-4", body).statusCode()).isEqualTo(201);
        HttpResponse<String> second = post("/api/v1/tokens", "key-4", body);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).doesNotContain("gantry_");
    }

    private HttpResponse<String> post(String path, String key, String body) {
        return server.send(TestServer.withJson(server.asAdmin(path).header("Idempotency-Key", key), "POST", body));
    }
}

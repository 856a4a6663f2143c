package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.Browser;
import dev.gantry.server.TestServer;
import dev.gantry.server.postgres.TestDatabase;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class WhoMayPushAndPull {
    private static final String DIGEST = Digest.of(new byte[0]).toString();
    private static final List<String> READS = List.of(
            "/v2/",
            "/v2/_catalog",
            "/v2/a/tags/list",
            "/v2/a/manifests/v1",
            "/v2/a/manifests/" + DIGEST,
            "/v2/a/blobs/" + DIGEST,
            "/v2/a/referrers/" + DIGEST,
            "/v2/a/blobs/uploads/00000000-0000-7000-8000-000000000000",
            "/v2/nothing/here");
    private static final List<String> WRITES = List.of(
            "POST /v2/a/blobs/uploads/",
            "POST /v2/a/blobs/uploads/?digest=" + DIGEST,
            "POST /v2/a/blobs/uploads/?mount=" + DIGEST,
            "PATCH /v2/a/blobs/uploads/00000000-0000-7000-8000-000000000000",
            "PUT /v2/a/blobs/uploads/00000000-0000-7000-8000-000000000000?digest=" + DIGEST,
            "DELETE /v2/a/blobs/uploads/00000000-0000-7000-8000-000000000000",
            "DELETE /v2/a/blobs/" + DIGEST,
            "PUT /v2/a/manifests/v1",
            "DELETE /v2/a/manifests/v1",
            "DELETE /v2/a/manifests/" + DIGEST,
            "POST /v2/",
            "DELETE /v2/nothing/here");

    private final TestServer server = TestServer.shared();

    @Test
    void nobody_reads_or_writes_anything_unnamed() {
        for (String authorization : List.of("", "Basic !!!", "Basic YQ==", "Bearer no", "Digest x", "Basic")) {
            Registry stranger = Registry.with(server, authorization);
            for (String path : READS) {
                assertThat(stranger.get(path).statusCode())
                        .as(authorization + path)
                        .isEqualTo(401);
            }
        }
        Registry stranger = Registry.with(server, "");
        for (String write : WRITES) {
            String[] parts = write.split(" ");
            assertThat(stranger.call(parts[0], parts[1], new byte[10]).statusCode())
                    .as(write)
                    .isEqualTo(401);
        }
    }

    @Test
    void a_viewer_pulls_and_writes_nothing() {
        Registry viewer = Registry.as(server, "viewer", server.tokenOf("puller", "VIEWER"));
        Registry.asAdmin(server).image("who/shared", "v1", Registry.random(1, 10));
        assertThat(viewer.get("/v2/who/shared/manifests/v1").statusCode()).isEqualTo(200);
        for (String path : READS) {
            assertThat(viewer.get(path).statusCode()).as(path).isIn(200, 404);
        }
        for (String write : WRITES) {
            String[] parts = write.split(" ");
            HttpResponse<byte[]> refused = viewer.call(parts[0], parts[1], new byte[10]);
            assertThat(refused.statusCode()).as(write).isEqualTo(403);
            assertThat(Registry.code(refused)).isEqualTo("DENIED");
        }
    }

    @Test
    void a_name_with_its_password_a_token_as_password_and_a_bearer_token_all_serve() {
        server.post("/api/v1/users", "{\"name\":\"pusher\",\"password\":\"a long password\",\"role\":\"ADMIN\"}");

        assertThat(Registry.as(server, "pusher", "a long password").push("who/a", new byte[1]))
                .isNotNull();
        assertThat(Registry.as(server, "whoever", server.token()).push("who/a", new byte[2]))
                .isNotNull();
        assertThat(Registry.with(server, "Bearer " + server.token()).push("who/a", new byte[3]))
                .isNotNull();
        assertThat(Registry.as(server, "pusher", "another password").get("/v2/").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_password_that_was_right_a_moment_ago_ends_with_its_change() {
        server.post("/api/v1/users", "{\"name\":\"changer\",\"password\":\"the old password\",\"role\":\"VIEWER\"}");
        Registry old = Registry.as(server, "changer", "the old password");
        assertThat(old.get("/v2/").statusCode()).isEqualTo(200);
        Browser browser = new Browser(server);
        browser.login("changer", "the old password");
        String id = TestServer.json(browser.send("GET", "/api/v1/session", null).body())
                .at("/user/id")
                .asString();
        String version = TestServer.json(server.get("/api/v1/users/" + id).body())
                .at("/version")
                .asString();
        HttpResponse<String> changed = server.send(TestServer.withJson(
                server.asAdmin("/api/v1/users/" + id).header("If-Match", "\"" + version + "\""),
                "PATCH",
                "{\"password\":\"the new password\"}"));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);

        assertThat(old.get("/v2/").statusCode()).isEqualTo(401);
        assertThat(Registry.as(server, "changer", "the new password")
                        .get("/v2/")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_cookie_is_not_looked_at() {
        server.post("/api/v1/users", "{\"name\":\"cookies\",\"password\":\"a long password\",\"role\":\"ADMIN\"}");
        Browser browser = new Browser(server);
        browser.login("cookies", "a long password");

        assertThat(browser.send("GET", "/v2/", null).statusCode()).isEqualTo(401);
    }

    @Test
    void guesses_are_limited_as_logins_are() {
        try (TestServer guessed = TestServer.start(TestDatabase.fresh())) {
            for (String secret : List.of("a wrong password", "gantry_no-such-token")) {
                Registry guesser = Registry.as(guessed, "name-for-" + secret, secret);
                List<Integer> seen = IntStream.range(0, 15)
                        .mapToObj(i -> guesser.get("/v2/").statusCode())
                        .toList();

                assertThat(seen).startsWith(401).endsWith(429);
                assertThat(Registry.code(guesser.get("/v2/"))).isEqualTo("TOOMANYREQUESTS");
            }
        }
    }
}

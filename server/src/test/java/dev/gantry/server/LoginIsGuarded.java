package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sessions, cookies, CSRF, rate limits, and how a change of a user ends what was logged in. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIsGuarded {
    private static final String PASSWORD = "a long password";

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.start(TestDatabase.fresh());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_first_admin_logs_in_with_the_password_of_the_file() {
        Browser browser = new Browser(server);
        var answer = browser.login("admin", server.adminPassword());
        assertThat(answer.statusCode()).isEqualTo(200);
        String session = answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("SESSION="))
                .findFirst()
                .orElseThrow();
        assertThat(session).contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
        browser.send("DELETE", "/api/v1/session", null);
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_planted_before_the_login_is_not_the_session_after_it() {
        user("fixed", "VIEWER");
        Browser browser = new Browser(server);
        browser.login("fixed", PASSWORD);
        String first = browser.cookie("SESSION");
        browser.login("fixed", PASSWORD);
        assertThat(browser.cookie("SESSION")).isNotEqualTo(first);
        Browser thief = new Browser(server);
        thief.setCookie("SESSION", String.valueOf(first));
        assertThat(thief.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void a_write_by_cookie_needs_the_csrf_header() {
        user("crossed", "ADMIN");
        Browser browser = new Browser(server);
        browser.login("crossed", PASSWORD);
        String token = String.valueOf(browser.cookie("XSRF-TOKEN"));
        browser.dropCookie("XSRF-TOKEN");
        var refused = browser.send("POST", "/api/v1/tokens", "{\"name\":\"x\",\"expiresInDays\":1}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("CSRF_INVALID");
        browser.setCookie("XSRF-TOKEN", token);
        assertThat(browser.send("POST", "/api/v1/tokens", "{\"name\":\"x\",\"expiresInDays\":1}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void guessing_is_slowed_down_and_looks_the_same_for_known_and_unknown_names() {
        user("guessed", "VIEWER");
        var wrong = new Browser(server).login("guessed", "wrong");
        var unknown = new Browser(server).login("nobody-has-this-name", "wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(TestServer.json(wrong.body()).get("detail"))
                .isEqualTo(TestServer.json(unknown.body()).get("detail"));
        int status = 0;
        for (int i = 0; i < 12; i++) {
            status = new Browser(server).login("guessed", "wrong").statusCode();
        }
        assertThat(status).isEqualTo(429);
        assertThat(new Browser(server).login("guessed", PASSWORD).statusCode())
                .as("the right password does not help")
                .isEqualTo(429);
    }

    @Test
    void a_changed_role_a_disabled_user_and_a_changed_password_end_sessions_at_once() {
        String[] changes = {"{\"role\":\"VIEWER\"}", "{\"enabled\":false}", "{\"password\":\"another long one\"}"};
        for (int i = 0; i < changes.length; i++) {
            String id = user("changed" + i, "ADMIN");
            Browser browser = new Browser(server);
            browser.login("changed" + i, PASSWORD);
            assertThat(browser.get("/api/v1/users").statusCode()).isEqualTo(200);
            var changed = server.send(TestServer.withJson(
                    server.asAdmin("/api/v1/users/" + id).header("If-Match", "\"0\""), "PATCH", changes[i]));
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(browser.get("/api/v1/users").statusCode()).as(changes[i]).isEqualTo(401);
        }
    }

    @Test
    void a_viewer_changes_its_own_password_with_the_old_one_and_stays_logged_in() {
        String id = user("own", "VIEWER");
        Browser browser = new Browser(server);
        Browser elsewhere = new Browser(server);
        browser.login("own", PASSWORD);
        elsewhere.login("own", PASSWORD);
        String path = "/api/v1/users/" + id;
        assertThat(browser.send("PATCH", path, "{\"password\":\"another long one\"}", "If-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.send("PATCH", path, "{\"role\":\"ADMIN\"}", "If-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(403);
        String both = "{\"password\":\"another long one\",\"currentPassword\":\"" + PASSWORD + "\"}";
        assertThat(browser.send("PATCH", path, both).statusCode()).isEqualTo(428);
        assertThat(browser.send("PATCH", path, both, "If-Match", "\"7\"").statusCode())
                .isEqualTo(412);
        assertThat(browser.send("PATCH", path, both, "If-Match", "\"0\"").statusCode())
                .isEqualTo(200);
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void the_last_admin_can_be_neither_demoted_nor_disabled_nor_removed_by_itself() {
        var users = TestServer.json(server.get("/api/v1/users").body()).get("items");
        for (var each : users) {
            if (each.get("name").asString().equals("admin")) {
                String path = "/api/v1/users/" + each.get("id").asString();
                assertThat(server.send(server.asAdmin(path).DELETE()).statusCode())
                        .isEqualTo(409);
            }
        }
    }

    @Test
    void what_was_done_is_in_the_audit_and_no_secret_with_it() {
        user("audited", "VIEWER");
        new Browser(server).login("audited", PASSWORD);
        String audit = server.get("/api/v1/audit?subject=audited").body();
        assertThat(audit).contains("user.create", "session.create", "\"actorType\":\"TOKEN\"", "127.0.0.1");
        String all = server.get("/api/v1/audit?limit=200").body();
        for (String secret : List.of(PASSWORD, server.token(), "argon2")) {
            assertThat(all).doesNotContain(secret);
        }
    }

    private String user(String name, String role) {
        var made = server.post(
                "/api/v1/users",
                "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\",\"role\":\"" + role + "\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        return TestServer.json(made.body()).get("id").asString();
    }
}

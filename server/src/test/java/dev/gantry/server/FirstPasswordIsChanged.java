package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.postgres.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The password that the first start makes up opens nothing but its own change. */
@Tag("server")
class FirstPasswordIsChanged {
    private static final String CHOSEN = "a chosen password";

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private String first;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private String me;

    @BeforeEach
    void start() {
        server = TestServer.start(TestDatabase.fresh());
        first = server.adminPassword();
        browser = new Browser(server);
        var user = TestServer.json(browser.login("admin", first).body()).get("user");
        assertThat(user.get("passwordChangeRequired").asBoolean()).isTrue();
        me = "/api/v1/users/" + user.get("id").asString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void until_then_all_else_is_refused_and_says_what_to_do() {
        for (String path : new String[] {
            "/api/v1/containers", "/api/v1/users", "/api/v1/events", "/api/v1/nowhere", "/metrics", "/v3/api-docs"
        }) {
            assertRefused(browser.get(path));
        }
        assertRefused(browser.send("POST", "/api/v1/tokens", "{\"name\":\"t\",\"expiresInDays\":1}"));
        assertRefused(browser.send("POST", "/api/v1/users", "{}"));
        assertRefused(browser.send("DELETE", me, null));
        assertRefused(browser.send("PATCH", me, "{\"role\":\"VIEWER\"}", "If-Match", "\"0\""));
        assertRefused(browser.send(
                "PATCH",
                me,
                "{\"enabled\":true,\"password\":\"" + CHOSEN + "\",\"currentPassword\":\"" + first + "\"}",
                "If-Match",
                "\"0\""));
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
        assertThat(browser.get(me).statusCode()).isEqualTo(200);
        assertThat(browser.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void the_same_password_again_is_no_change() {
        var same = change(first, first);
        assertThat(same.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(same.body()).at("/fields/password").asString())
                .contains("differ");
        assertRefused(browser.get("/api/v1/containers"));
    }

    @Test
    void the_changed_one_opens_everything_and_ends_the_other_sessions_and_the_file() {
        Browser elsewhere = new Browser(server);
        elsewhere.login("admin", first);
        assertThat(change(CHOSEN, first).statusCode()).isEqualTo(200);
        assertThat(browser.get("/api/v1/containers").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/api/v1/session").statusCode()).isEqualTo(401);
        assertThat(new Browser(server).login("admin", first).statusCode()).isEqualTo(401);
        var again = new Browser(server).login("admin", CHOSEN);
        assertThat(TestServer.json(again.body())
                        .at("/user/passwordChangeRequired")
                        .asBoolean())
                .isFalse();
        assertThat(Files.exists(server.home().resolve("server/admin.json"))).isFalse();
        String audit = server.get("/api/v1/audit?action=user.change").body();
        assertThat(audit).contains("\"password\":\"changed\"").doesNotContain(CHOSEN, first);
    }

    @Test
    void the_token_of_the_local_script_works_before_and_after() {
        assertThat(server.get("/api/v1/containers").statusCode()).isEqualTo(200);
        change(CHOSEN, first);
        assertThat(server.get("/api/v1/containers").statusCode()).isEqualTo(200);
    }

    @Test
    void the_registry_does_not_take_it_either() {
        String pair = Base64.getEncoder().encodeToString(("admin:" + first).getBytes(StandardCharsets.UTF_8));
        var refused = server.send(server.request("/v2/").header("Authorization", "Basic " + pair));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("DENIED", "browser");
    }

    private HttpResponse<String> change(String to, String from) {
        return browser.send(
                "PATCH", me, "{\"password\":\"" + to + "\",\"currentPassword\":\"" + from + "\"}", "If-Match", "\"0\"");
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("PASSWORD_CHANGE_REQUIRED", "/api/v1/users/");
    }
}

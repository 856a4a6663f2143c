package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whatever is sent to a POST, the answer is a 4xx problem that says what is wrong. */
@Tag("server")
class BadBodiesAreRefused {
    private final TestServer server = TestServer.shared();

    @Test
    void ten_levels_of_nested_garbage_are_refused_by_each_post_route() {
        String garbage = "{\"a\":[".repeat(5) + "\"x\"" + "]}".repeat(5);
        for (String path : posts()) {
            for (String body : List.of(
                    garbage, "[".repeat(10) + "]".repeat(10), "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000))) {
                HttpResponse<String> answer = server.post(path, body);
                assertThat(path.startsWith("/v2") ? isDistributionError(answer) : isProblem(answer))
                        .as(path)
                        .isTrue();
            }
        }
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void an_unknown_a_doubled_a_missing_and_a_wrong_field_are_named() {
        assertThat(fields("{\"name\":\"x\",\"colour\":1}")).contains("colour");
        assertThat(fields("{}")).contains("name", "password", "role");
        assertThat(fields("{\"role\":\"KING\"}")).contains("role");
        assertThat(server.post("/api/v1/users", "{\"name\":\"x\",\"name\":\"y\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post("/api/v1/users", "{\"name\":").statusCode()).isEqualTo(400);
        assertThat(server.post("/api/v1/users", "").statusCode()).isEqualTo(400);
        assertThat(server.post("/api/v1/users", "{} {}").statusCode()).isEqualTo(400);
        assertThat(server.post("/api/v1/containers", "{\"spec\":{\"env\":{\"\\ud800\":\"x\"}}}")
                        .body())
                .contains("BODY_UNREADABLE", "line 1, column");
        assertThat(server.post("/api/v1/containers", "{\"spec\":{\"image\":nul").body())
                .contains("BODY_UNREADABLE", "line 1, column");
    }

    @Test
    void a_body_above_one_mebibyte_is_refused_with_and_without_a_length() {
        String large = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(server.post("/api/v1/users", large).statusCode()).isEqualTo(413);
        HttpRequest.Builder chunked = server.asAdmin("/api/v1/users")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        assertThat(server.send(chunked).statusCode()).isIn(413, 400);
    }

    @Test
    void the_limit_holds_for_archives_too_but_where_archives_are_taken() {
        byte[] large = new byte[2 << 20];
        HttpRequest.Builder elsewhere = server.asAdmin("/api/v1/users")
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(large));
        assertThat(server.send(elsewhere).statusCode()).isEqualTo(413);
    }

    @Test
    void an_agents_path_in_disguise_is_not_served_on_the_uis_port() {
        HttpResponse<String> answer =
                server.send(server.asAdmin("/%61gent/v1/link").GET());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("this port does not serve it");
    }

    @Test
    void only_json_is_taken_for_json() {
        for (String type :
                List.of("application/yaml", "application/xml", "text/plain", "application/x-www-form-urlencoded")) {
            HttpRequest.Builder request = server.asAdmin("/api/v1/users")
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("name: x"));
            assertThat(server.send(request).statusCode()).as(type).isEqualTo(415);
        }
    }

    @Test
    void wrong_methods_addresses_and_parameters_get_problems_too() {
        assertThat(problem(server.get("/api/v1/nothing"))).isEqualTo("NOT_FOUND");
        assertThat(problem(server.get("/api/v1/users/abc"))).isEqualTo("INVALID_ARGUMENT");
        assertThat(TestServer.json(server.get("/api/v1/users/abc").body())
                        .at("/why")
                        .asString())
                .isEqualTo("id must be an id: 32 hex digits in groups of 8-4-4-4-12");
        assertThat(TestServer.json(server.get("/api/v1/users?limit=many").body())
                        .at("/fields/limit")
                        .asString())
                .startsWith("must be a whole number");
        assertThat(TestServer.json(server.get("/api/v1/images/sha256:" + "0".repeat(64) + "/comparison")
                                .body())
                        .at("/why")
                        .asString())
                .isEqualTo("the address lacks the parameter with");
        assertThat(problem(server.get("/api/v1/users?limit=0"))).isEqualTo("INVALID_ARGUMENT");
        assertThat(problem(server.get("/api//v1/users"))).isEqualTo("BAD_REQUEST");
        assertThat(problem(server.get("/a%00b"))).isEqualTo("BAD_REQUEST");
        assertThat(problem(server.send(server.asAdmin("/api/v1/users").PUT(HttpRequest.BodyPublishers.noBody()))))
                .isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void no_list_takes_any_text_for_a_cursor() {
        for (String list : List.of(
                "users",
                "tokens",
                "audit",
                "operations",
                "hosts",
                "images",
                "containers",
                "repositories",
                "registries")) {
            for (String bad : List.of("!!", "bm9uZQ", "2")) {
                var answer = server.get("/api/v1/" + list + "?cursor=" + bad);
                assertThat(answer.statusCode()).as(list + " " + bad).isEqualTo(400);
                assertThat(problem(answer)).isEqualTo("CURSOR_INVALID");
            }
            assertThat(server.get("/api/v1/" + list + "?cursor=").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void text_that_is_none_is_the_askers_fault_and_no_defect() {
        assertThat(problem(server.get("/api/v1/hosts?q=%00"))).isEqualTo("INVALID_ARGUMENT");
        assertThat(problem(server.get("/api/v1/audit?actor=%00"))).isEqualTo("INVALID_ARGUMENT");
        assertThat(problem(server.get("/api/v1/hosts?q=%ff"))).isEqualTo("BAD_REQUEST");
        assertThat(problem(server.post("/api/v1/tokens", "{\"name\":\"a\\u0000b\",\"expiresInDays\":1}")))
                .isEqualTo("VALIDATION_FAILED");
        assertThat(problem(server.post("/api/v1/session", "{\"name\":\"x\",\"password\":\"\\ud800\"}")))
                .isEqualTo("VALIDATION_FAILED");
        assertThat(problem(server.post(
                        "/api/v1/users", "{\"name\":\"x\",\"password\":\"0123456789\\ud800\",\"role\":\"VIEWER\"}")))
                .isEqualTo("VALIDATION_FAILED");
    }

    private Set<String> posts() {
        Set<String> paths = new TreeSet<>();
        server.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> {
                    if (info.getMethodsCondition().getMethods().contains(RequestMethod.POST)) {
                        info.getPatternValues()
                                .forEach(each -> paths.add(
                                        each.replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000")));
                    }
                });
        assertThat(paths).contains("/api/v1/users", "/api/v1/tokens", "/api/v1/session");
        return paths;
    }

    private List<String> fields(String body) {
        HttpResponse<String> answer = server.post("/api/v1/users", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return List.copyOf(TestServer.json(answer.body()).get("fields").propertyNames());
    }

    /** The registry's clients know only their own specification's errors. */
    private static boolean isDistributionError(HttpResponse<String> answer) {
        return answer.statusCode() >= 400
                && answer.statusCode() < 500
                && !TestServer.json(answer.body())
                        .at("/errors/0/code")
                        .asString("")
                        .isBlank();
    }

    private static boolean isProblem(HttpResponse<String> answer) {
        return answer.statusCode() >= 400
                && answer.statusCode() < 500
                && !problem(answer).isEmpty();
    }

    private static String problem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        var body = TestServer.json(answer.body());
        assertThat(body.get("status").asInt()).isEqualTo(answer.statusCode());
        for (String member : List.of("type", "title", "detail", "tried", "why", "action")) {
            assertThat(body.get(member).asString()).as(member).isNotBlank();
        }
        return body.get("code").asString();
    }
}

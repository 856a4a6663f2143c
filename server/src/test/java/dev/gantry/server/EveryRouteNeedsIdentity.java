package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Reads the route table of the running server, so that a new route is covered the moment it exists. */
@Tag("server")
class EveryRouteNeedsIdentity {
    private static final Set<String> PUBLIC =
            Set.of("GET /livez", "GET /readyz", "GET /version", "POST /api/v1/session", "POST /agent/v1/join");
    private static final Set<String> VIEWERS_WRITES = Set.of(
            "POST /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/tokens", "DELETE /api/v1/tokens/{id}");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final TestServer server = TestServer.shared();

    @Test
    void no_route_answers_without_identity_unless_it_is_on_the_public_list() {
        List<String> open = new ArrayList<>();
        for (String route : routes()) {
            int status = call(route, null).statusCode();
            boolean closed = status == 401 || status == 403 || (isAgents(route) && status == 404);
            if (!closed && !PUBLIC.contains(route)) {
                open.add(route + " answers " + status);
            }
        }
        assertThat(open).isEmpty();
        assertThat(routes()).as("the table was read").contains("GET /api/v1/users", "GET /metrics", "GET /v3/api-docs");
    }

    @Test
    void a_viewer_can_write_nothing_but_its_own_session_password_and_tokens() {
        String viewer = server.tokenOf("onlooker", "VIEWER");
        List<String> open = new ArrayList<>();
        for (String route : routes()) {
            if (!WRITES.contains(route.split(" ")[0]) || VIEWERS_WRITES.contains(route) || isAgents(route)) {
                continue;
            }
            int status = call(route, viewer).statusCode();
            if (status != 403) {
                open.add(route + " answers " + status);
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void static_addresses_never_reach_a_route() {
        for (String path :
                List.of("/", "/hosts", "/login", "/index.html", "/assets/nothing.js", "/swagger-ui/index.html")) {
            HttpResponse<String> answer = server.send(server.request(path).header("Accept", "text/html"));
            assertThat(answer.statusCode()).as(path).isIn(200, 401, 404);
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .as(path)
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe-inline"));
        }
    }

    @Test
    void the_agents_routes_do_not_exist_on_the_ui_port() {
        assertThat(server.get("/agent/v1/link").statusCode()).isEqualTo(404);
        assertThat(server.post("/agent/v1/join", "{}").statusCode()).isEqualTo(404);
    }

    private static boolean isAgents(String route) {
        return route.contains(" /agent/");
    }

    private HttpResponse<String> call(String route, @org.jspecify.annotations.Nullable String token) {
        String[] parts = route.split(" ");
        String path = parts[1].replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000")
                .replace("/**", "/x");
        HttpRequest.Builder request = server.request(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return server.send(parts[0].equals("GET") ? request.GET() : TestServer.withJson(request, parts[0], "{}"));
    }

    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        server.context()
                .getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(table -> table.getHandlerMethods().keySet().forEach(info -> add(info, routes)));
        server.context()
                .getBeansOfType(AbstractUrlHandlerMapping.class)
                .values()
                .forEach(table -> table.getHandlerMap().keySet().forEach(path -> routes.add("GET " + path)));
        routes.removeIf(route -> route.endsWith(" /error"));
        return routes;
    }

    private static void add(RequestMappingInfo info, Set<String> routes) {
        for (String path : info.getPatternValues()) {
            if (info.getMethodsCondition().getMethods().isEmpty()) {
                routes.add("GET " + path);
                routes.add("POST " + path);
            }
            info.getMethodsCondition().getMethods().forEach(method -> routes.add(method + " " + path));
        }
    }
}

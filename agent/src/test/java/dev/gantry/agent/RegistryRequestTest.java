package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody.CheckRegistry;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.facts.RegistryFact;
import dev.gantry.protocol.facts.RegistryFact.Login;
import dev.gantry.protocol.facts.RegistryFact.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host looks how far it comes at a registry. */
class RegistryRequestTest {
    private static final String SECRET = "canary-5eC";

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private HttpServer registry;
    private AgentUnderTest agent;
    private FakeLink link;
    private int asked;

    @BeforeEach
    void prepare() throws Exception {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        registry.createContext("/v2/", exchange -> {
            String wanted =
                    "Basic " + Base64.getEncoder().encodeToString(("anna:" + SECRET).getBytes(StandardCharsets.UTF_8));
            boolean known = wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        registry.start();
        agent = new AgentUnderTest(directory);
        agent.start(server);
        link = server.awaitLink();
    }

    @AfterEach
    void end() {
        agent.close();
        server.close();
        registry.stop(0);
    }

    private RegistryFact check(@Nullable String secret) throws Exception {
        String host = "127.0.0.1:" + registry.getAddress().getPort();
        String user = secret == null ? null : "anna";
        String id = "q" + asked++;
        link.send(new Request(id, new CheckRegistry(new RegistryEndpoint(host, true, null, user, secret, List.of()))));
        await().until(() -> answer(id) != null);
        Response answer = Objects.requireNonNull(answer(id));
        assertThat(answer.toString()).doesNotContain(SECRET);
        return ProtocolMapper.create()
                .readValue(Objects.requireNonNull(answer.document(), answer.toString()), RegistryFact.class);
    }

    private @Nullable Response answer(String id) {
        return link.heard(Response.class).stream()
                .filter(response -> response.requestId().equals(id))
                .findFirst()
                .orElse(null);
    }

    @Test
    void the_right_credentials_are_accepted() throws Exception {
        RegistryFact found = check(SECRET);
        assertThat(found).isEqualTo(new RegistryFact(true, Tls.NOT_USED, Login.ACCEPTED, found.millis(), null));
        assertThat(found.millis()).isBetween(0L, 10_000L);
    }

    @Test
    void wrong_credentials_are_a_finding_with_its_problem() throws Exception {
        RegistryFact found = check(SECRET + "x");
        assertThat(found.login()).isEqualTo(Login.REFUSED);
        assertThat(Objects.requireNonNull(found.problem()).code()).isEqualTo("REGISTRY_DENIED");
        assertThat(found.toString()).doesNotContain(SECRET);
    }

    @Test
    void a_registry_that_is_gone_is_not_reached() throws Exception {
        registry.stop(0);
        RegistryFact found = check(null);
        assertThat(found.reached()).isFalse();
        assertThat(Objects.requireNonNull(found.problem()).code()).isEqualTo("REGISTRY_UNREACHABLE");
    }
}

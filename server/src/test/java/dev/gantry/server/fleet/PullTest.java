package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.fleet.Api.Reply;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class PullTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SECRET = "canary-" + System.nanoTime();

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private final CountDownLatch gate = new CountDownLatch(1);
    private FakeAgent agent;

    @BeforeEach
    void oneConnectedHost() {
        agent = FakeAgent.join(server, "p" + NUMBER.incrementAndGet()).connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/hosts/" + agent.identity.hostId()).text("/state"))
                .isEqualTo("CONNECTED"));
    }

    @AfterEach
    void nothingLeft() {
        gate.countDown();
        agent.close();
        api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
        api.get("/registries?limit=100")
                .body()
                .at("/items")
                .forEach(each -> api.delete("/registries/" + each.at("/id").asString()));
    }

    private String wanted(String reference) {
        return "{\"reference\":\"" + reference + "\",\"hostIds\":[\"" + agent.identity.hostId() + "\"]}";
    }

    private List<RegistryEndpoint> asked() {
        return agent.received.stream()
                .filter(ServerMessage.Request.class::isInstance)
                .map(message -> ((ServerMessage.Request) message).body())
                .filter(RequestBody.PullImage.class::isInstance)
                .map(body -> ((RequestBody.PullImage) body).endpoints())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_pull_is_an_operation_with_a_step_for_each_layer() {
        Reply pulled = api.post("/images/pull", wanted("nginx"));

        assertThat(pulled.status()).as(pulled.raw().body()).isEqualTo(201);
        assertThat(pulled.text("/references/0")).isEqualTo("docker.io/library/nginx:latest");
        String operation =
                pulled.raw().headers().firstValue("Operation-Location").orElseThrow();
        Reply seen = api.get(operation.substring("/api/v1".length()));
        assertThat(seen.text("/kind")).isEqualTo("image.pull");
        assertThat(seen.body().at("/steps"))
                .extracting(step -> step.at("/name").asString())
                .containsExactly(
                        "look up for " + agent.identity.hostName(),
                        "layer 1 of 2 on " + agent.identity.hostName(),
                        "layer 2 of 2 on " + agent.identity.hostName());
        assertThat(asked()).containsExactly(new RegistryEndpoint("docker.io", false, null, null, null, List.of()));
        assertThat(api.get("/audit?action=image.pull").raw().body())
                .contains("docker.io/library/nginx:latest", "\"requestId\":\"" + requestOf(pulled) + "\"");
    }

    private static String requestOf(Reply reply) {
        return reply.raw().headers().firstValue("X-Request-Id").orElseThrow();
    }

    @Test
    void layers_that_run_at_the_same_time_are_shown_so() {
        agent.pullGate = gate;
        Reply begun = api.postAsync("/images/pull", wanted("slow:1"));

        assertThat(begun.status()).isEqualTo(202);
        String path = "/operations/" + begun.text("/id");
        await().untilAsserted(() -> assertThat(api.get(path).body().at("/steps"))
                .extracting(step -> step.at("/state").asString())
                .containsExactly("DONE", "RUNNING", "RUNNING"));
        gate.countDown();
        await().untilAsserted(() -> assertThat(api.get(path).text("/state")).isEqualTo("SUCCEEDED"));
    }

    @Test
    void a_cancelled_pull_is_cancelled_on_the_host() {
        agent.pullGate = gate;
        Reply begun = api.postAsync("/images/pull", wanted("slow:2"));
        String path = "/operations/" + begun.text("/id");
        await().untilAsserted(() ->
                assertThat(api.get(path).body().at("/steps").size()).isEqualTo(3));

        assertThat(api.post(path + "/cancel", "").status()).isLessThan(300);
        await().untilAsserted(
                        () -> assertThat(agent.got(ServerMessage.Cancel.class)).isTrue());
        assertThat(api.get(path).text("/state")).isEqualTo("CANCELLED");
    }

    @Test
    void a_registrys_refusal_is_the_operations_problem() {
        agent.answers = body -> body instanceof RequestBody.PullImage
                ? new AgentMessage.Response(
                        "", new Problem("REGISTRY_DENIED", "Pull", "it wants a password", "Add it."), null, null)
                : null;
        Reply refused = api.post("/images/pull", wanted("private.example.com/app:1"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("REGISTRY_DENIED");
    }

    @Test
    void a_host_that_fails_keeps_the_success_of_the_others() {
        FakeAgent broken =
                FakeAgent.join(server, "p" + NUMBER.incrementAndGet()).connect();
        String id = broken.identity.hostId();
        try (broken) {
            broken.answers = body -> body instanceof RequestBody.PullImage
                    ? new AgentMessage.Response(
                            "", new Problem("DISK_FULL", "Pull", "no byte is free", "Free some."), null, null)
                    : null;
            await().untilAsserted(() ->
                    assertThat(api.get("/hosts/" + id).text("/state")).isEqualTo("CONNECTED"));
            Reply begun = api.postAsync(
                    "/images/pull",
                    "{\"reference\":\"both:1\",\"hostIds\":[\"" + id + "\",\"" + agent.identity.hostId() + "\"]}");
            String path = "/operations/" + begun.text("/id");
            await().untilAsserted(() -> assertThat(api.get(path).text("/state")).isEqualTo("FAILED"));

            Reply ended = api.get(path);
            assertThat(ended.body().at("/hosts"))
                    .extracting(host -> host.at("/hostName").asString() + " "
                            + host.at("/state").asString() + " "
                            + host.at("/problem/code").asString())
                    .containsExactly(
                            broken.identity.hostName() + " FAILED DISK_FULL",
                            agent.identity.hostName() + " SUCCEEDED ");
            assertThat(ended.body().at("/steps"))
                    .extracting(step -> step.at("/state").asString())
                    .containsExactly("FAILED", "DONE", "DONE", "DONE");
            assertThat(ended.text("/problem/code")).isEqualTo("DISK_FULL");
            assertThat(ended.text("/problem/why"))
                    .isEqualTo("1 of 2 hosts failed. " + broken.identity.hostName() + ": no byte is free");
            assertThat(api.get("/images/" + ended.text("/subjectId")).body().at("/hosts"))
                    .extracting(host -> host.at("/name").asString())
                    .containsExactly(agent.identity.hostName());
        }
        api.delete("/hosts/" + id + "?force=true");
    }

    @Test
    void a_push_is_asked_of_a_host_that_has_the_image() {
        String digest = api.post("/images/pull", wanted("app:1")).text("/digest");
        Reply pushed = api.post("/images/" + digest + "/push", "{\"reference\":\"reg.example.com/team/app:1\"}");

        assertThat(pushed.status()).as(pushed.raw().body()).isEqualTo(200);
        assertThat(agent.received.toString())
                .contains("PushImage[image=" + digest + ", reference=reg.example.com/team/app:1");
        assertThat(api.get("/audit?action=image.push").raw().body()).contains("reg.example.com/team/app:1");
    }

    @Test
    void a_platform_that_was_asked_for_reaches_the_host_by_its_one_name_and_no_platform_reaches_none() {
        String arm = wanted("app:1").replace("\"hostIds\"", "\"platform\":\"linux/ARM64/v8\",\"hostIds\"");
        Reply pulled = api.post("/images/pull", arm);
        assertThat(pulled.status()).as(pulled.raw().body()).isEqualTo(201);
        assertThat(agent.received)
                .anyMatch(message -> message instanceof ServerMessage.Request request
                        && request.body() instanceof RequestBody.PullImage pull
                        && "linux/arm64".equals(pull.platform()));
        Reply refused = api.post("/images/pull", arm.replace("linux/ARM64/v8", "toaster"));
        assertThat(refused.text("/code")).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void what_is_no_name_is_refused_before_a_host_is_asked() {
        assertThat(api.post("/images/pull", wanted("NOT A NAME")).text("/code")).isEqualTo("INVALID_ARGUMENT");
        assertThat(agent.received).noneMatch(message -> message.toString().contains("PullImage"));
    }

    @Test
    void credentials_go_to_the_host_that_needs_them_and_nowhere_else() {
        Reply made = api.post(
                "/registries",
                "{\"host\":\"reg.example.com:5000\",\"username\":\"anna\",\"secret\":\"" + SECRET
                        + "\",\"tokenHosts\":[\"auth.example.com\"]}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(api.post("/images/pull", wanted("reg.example.com:5000/team/app:1"))
                        .status())
                .isEqualTo(201);

        assertThat(asked())
                .containsExactly(new RegistryEndpoint(
                        "reg.example.com:5000", false, null, "anna", SECRET, List.of("auth.example.com")));
        for (String path : List.of("/registries", "/operations", "/audit", "/images", "/hosts")) {
            assertThat(api.get(path + "?limit=100").raw().body()).doesNotContain(SECRET);
        }
        assertThat(made.raw().body()).doesNotContain(SECRET);
    }

    @Test
    void mirrors_are_asked_first_and_the_registry_last() {
        api.post("/registries", "{\"host\":\"mirror.example.com\",\"mirrorOf\":\"docker.io\",\"plainHttp\":true}");
        api.post("/images/pull", wanted("busybox:1"));

        assertThat(asked())
                .extracting(RegistryEndpoint::toString)
                .containsExactly("http://mirror.example.com", "https://docker.io");
    }

    @Test
    void a_registrys_secret_is_not_sent_to_another_host_by_a_change() {
        Reply made = api.post(
                "/registries", "{\"host\":\"a.example.com\",\"username\":\"anna\",\"secret\":\"" + SECRET + "\"}");
        String path = "/registries/" + made.text("/id");
        String etag = made.raw().headers().firstValue("ETag").orElseThrow();
        for (String change : List.of(
                "{\"host\":\"b.example.com\",\"username\":\"anna\"}",
                "{\"host\":\"a.example.com\",\"username\":\"anna\",\"plainHttp\":true}",
                "{\"host\":\"a.example.com\",\"username\":\"anna\",\"tokenHosts\":[\"b.example.com\"]}")) {
            assertThat(put(path, etag, change).text("/fields/secret")).contains("must be given again");
        }
        Reply renamed = put(path, etag, "{\"host\":\"a.example.com\",\"username\":\"otto\"}");
        assertThat(renamed.status()).as(renamed.raw().body()).isEqualTo(200);
        assertThat(put(path, etag, "{\"host\":\"a.example.com\"}").status()).isEqualTo(412);
    }

    @Test
    void registries_that_no_host_could_use_are_refused() {
        for (String bad : List.of(
                "{\"host\":\"https://a.example.com\"}",
                "{\"host\":\"library\"}",
                "{\"host\":\"a.example.com\",\"secret\":\"x\"}",
                "{\"host\":\"a.example.com\",\"username\":\"anna\"}",
                "{\"host\":\"a.example.com\",\"authority\":\"nonsense\"}",
                "{\"host\":\"a.example.com\",\"mirrorOf\":\"a.example.com\"}",
                "{\"host\":\"a.example.com\",\"tokenHosts\":[\"http://x\"]}")) {
            assertThat(api.post("/registries", bad).status()).as(bad).isEqualTo(422);
        }
        api.post("/registries", "{\"host\":\"a.example.com\"}");
        Reply taken = api.post("/registries", "{\"host\":\"a.example.com\"}");
        assertThat(taken.text("/code")).isEqualTo("NAME_TAKEN");
        assertThat(taken.text("/fields/host")).contains("already");
    }

    private Reply put(String path, String ifMatch, String body) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }
}

package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.wish.StopSpec;
import dev.gantry.server.fleet.Api.Reply;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ContainerTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Problem REFUSED =
            new Problem("RUNTIME_FAILED", "Start container bad", "no such file: /nope", "Correct it.");

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private FakeAgent agent;

    @BeforeEach
    void oneConnectedHostWithAnImage() {
        agent = FakeAgent.join(server, "c" + NUMBER.incrementAndGet())
                .withImage(Samples.image(Samples.IMAGE, 1000))
                .connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/images?hostId=" + host()).body().at("/total").asInt())
                .isEqualTo(1));
    }

    @AfterEach
    void noHost() {
        agent.close();
        api.delete("/hosts/" + host() + "?force=true");
    }

    private String host() {
        return agent.identity.hostId();
    }

    private String body(String name, String more) {
        return "{\"name\":\"" + name + "\",\"hostId\":\"" + host() + "\",\"spec\":{\"image\":\"app:1\"" + more + "}}";
    }

    @Test
    void a_created_container_runs_stops_starts_and_goes() {
        Reply created = api.post("/containers", body("web", ",\"env\":{\"A\":\"b\"}"));
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        assertThat(created.text("/status/phase")).isEqualTo("RUNNING");
        assertThat(created.body().at("/stale").asBoolean()).isFalse();
        String path = "/containers/" + created.text("/id");

        Reply stopped = api.post(path + "/stop", "{\"graceSeconds\":1}");
        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.text("/status/phase")).isEqualTo("EXITED");
        Reply started = api.post(path + "/start", "");
        assertThat(started.text("/status/phase")).isEqualTo("RUNNING");
        assertThat(started.body().at("/run").asInt()).isEqualTo(2);
        assertThat(api.delete(path).status()).isEqualTo(409);
        assertThat(api.post(path + "/kill", "{\"signal\":\"HUP\"}").status()).isEqualTo(200);
        assertThat(api.post(path + "/kill", "").text("/power")).isEqualTo("OFF");
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(agent.containers()).isEmpty();
        assertThat(api.get("/audit?subject=" + created.text("/id")).raw().body())
                .contains(
                        "container.create", "container.stop", "container.start", "container.kill", "container.remove");
    }

    @Test
    void what_a_stop_or_a_kill_asks_for_is_that_ones_alone() {
        AtomicReference<StopSpec> told = new AtomicReference<>();
        agent.fails = wish -> {
            told.set(wish.stop());
            return null;
        };
        String path = "/containers/" + api.post("/containers", body("db", "")).text("/id");
        StopSpec usual = new StopSpec("SIGTERM", 10);
        assertThat(told).hasValue(usual);

        api.post(path + "/kill", "");
        assertThat(told).hasValue(new StopSpec("SIGKILL", 0));
        api.post(path + "/start", "");
        assertThat(told).hasValue(usual);
        api.post(path + "/stop", "{\"signal\":\"INT\",\"graceSeconds\":0}");
        assertThat(told).hasValue(new StopSpec("SIGINT", 0));
        api.post(path + "/start", "");
        api.post(path + "/stop", "{\"graceSeconds\":5}");
        assertThat(told).hasValue(new StopSpec("SIGTERM", 5));
        api.post(path + "/restart", "");
        assertThat(told).hasValue(usual);
        api.post(path + "/stop", "{}");
        assertThat(told).hasValue(usual);
    }

    @Test
    void a_name_that_is_taken_is_refused_and_names_the_field() {
        api.post("/containers", body("web", ""));
        Reply second = api.post("/containers", body("web", ""));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("NAME_TAKEN");
        assertThat(second.body().at("/fields/name").asString()).contains("another container");
    }

    @Test
    void a_name_that_is_taken_on_each_host_that_fits_is_the_reason_and_no_want_of_a_host() {
        api.post("/containers", body("web", ""));
        Reply second = api.post("/containers", "{\"name\":\"web\",\"spec\":{\"image\":\"app:1\"}}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("NAME_TAKEN");
        assertThat(second.text("/why")).contains("has a container of this name");
        assertThat(second.text("/fields/name")).contains("is held by another container");
    }

    @Test
    void a_port_that_is_taken_is_refused_with_its_holder_and_a_free_one() {
        api.post("/containers", body("web-1", ",\"ports\":[{\"hostPort\":8080,\"containerPort\":80}]"));
        Reply second = api.post("/containers", body("web", ",\"ports\":[{\"hostPort\":8080,\"containerPort\":80}]"));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("PORT_TAKEN");
        assertThat(second.text("/detail")).contains("held by container web-1", "8081 is free");
    }

    @Test
    void of_fifty_clients_that_create_one_name_one_wins() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(50);
        Callable<Integer> create =
                () -> api.post("/containers", body("race", "")).status();
        List<Integer> seen = clients
                .invokeAll(IntStream.range(0, 50).mapToObj(i -> create).toList())
                .stream()
                .map(ContainerTest::result)
                .toList();
        clients.shutdown();

        assertThat(seen).containsOnlyOnce(201).filteredOn(code -> code == 409).hasSize(49);
        assertThat(agent.containers()).hasSize(1);
    }

    private static Integer result(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_unknown_image_is_refused_with_what_to_do() {
        Reply refused = api.post(
                "/containers", "{\"name\":\"x\",\"hostId\":\"" + host() + "\",\"spec\":{\"image\":\"nowhere:1\"}}");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("/code")).isEqualTo("IMAGE_NOT_FOUND");
        assertThat(refused.text("/action")).contains("Import the image");
    }

    @Test
    void an_image_of_another_platform_is_refused() {
        agent.withImage(Samples.image("docker.io/library/arm:1", 10, "arm64")).reportImages();
        await().untilAsserted(() -> assertThat(
                        api.get("/images?hostId=" + host()).body().at("/total").asInt())
                .isEqualTo(2));
        Reply refused = api.post("/containers", "{\"hostId\":\"" + host() + "\",\"spec\":{\"image\":\"arm:1\"}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("PLATFORM_MISMATCH");
    }

    @Test
    void without_a_host_the_one_that_fits_is_taken_or_counts_say_why_none() {
        Reply created = api.post("/containers", "{\"spec\":{\"image\":\"app:1\"},\"start\":false}");
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        assertThat(created.text("/name")).matches("[a-z]+-[a-z]+(-\\d+)?");
        assertThat(created.text("/status/phase")).isEqualTo("CREATED");

        Reply refused = api.post("/containers", "{\"spec\":{\"image\":\"nowhere:1\"}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("NO_HOST_FITS");
        assertThat(refused.text("/why")).contains("host").contains("lack");
    }

    @Test
    void every_bad_field_is_named() {
        Reply refused = api.post(
                "/containers",
                "{\"name\":\"-x\",\"spec\":{\"image\":\"UPPER\",\"env\":{\"A=B\":\"1\",\"N\":null},"
                        + "\"ports\":[{\"hostPort\":70000,\"containerPort\":0}],\"limits\":{\"memoryBytes\":1},"
                        + "\"workingDir\":\"relative\",\"stopSignal\":\"SIGNOPE\",\"command\":[null]}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/why")).contains("name must have 1 to 128 letters", "; and 5 more");
        assertThat(refused.body().at("/fields").propertyNames())
                .contains(
                        "name",
                        "spec.image",
                        "spec.env",
                        "spec.env.N",
                        "spec.ports[0].hostPort",
                        "spec.ports[0].containerPort",
                        "spec.limits.memoryBytes",
                        "spec.workingDir",
                        "spec.stopSignal",
                        "spec.command[0]");
        assertThat(api.post("/containers", "{\"spec\":{\"image\":\"a\",\"privileged\":true}}")
                        .raw()
                        .body())
                .contains("privileged");
    }

    @Test
    void what_the_host_can_not_create_fails_with_the_hosts_own_words_and_leaves_nothing() {
        agent.fails = wish -> REFUSED;
        Reply refused = api.post("/containers", body("bad", ""));

        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.text("/why")).isEqualTo("no such file: /nope");
        assertThat(api.get("/containers?q=bad&hostId=" + host())
                        .body()
                        .at("/total")
                        .asInt())
                .isZero();
        assertThat(agent.containers()).isEmpty();
        agent.fails = wish -> null;
        assertThat(api.post("/containers", body("bad", "")).status()).isEqualTo(201);
    }

    @Test
    void a_run_that_fails_of_a_container_that_was_there_before_leaves_it_there() {
        String path = "/containers/"
                + api.post("/containers", body("kept", "").replace("{\"name", "{\"start\":false,\"name"))
                        .text("/id");
        agent.fails = wish -> REFUSED;

        assertThat(api.post(path + "/start", "").status()).isEqualTo(502);
        Reply kept = api.get(path);
        assertThat(kept.text("/status/phase")).isEqualTo("FAILED");
        assertThat(Instant.parse(kept.text("/reportedAt")))
                .as("since when")
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void work_for_an_unreachable_host_waits_and_is_done_when_it_is_back() {
        String path =
                "/containers/" + api.post("/containers", body("waits", "")).text("/id");
        agent.close();
        await().untilAsserted(() ->
                assertThat(api.get(path).body().at("/stale").asBoolean()).isTrue());

        Reply stop = api.postAsync(path + "/stop", "");
        assertThat(stop.status()).isEqualTo(202);
        assertThat(stop.text("/steps/0/name")).contains("waiting for host");
        assertThat(stop.text("/steps/0/state")).isEqualTo("RUNNING");

        agent = agent.again().connect();
        await().untilAsserted(() -> assertThat(
                        api.get("/operations/" + stop.text("/id")).text("/state"))
                .isEqualTo("SUCCEEDED"));
        assertThat(api.get(path).text("/status/phase")).isEqualTo("EXITED");
    }

    @Test
    void a_container_of_an_unreachable_host_is_forgotten_by_force_and_removed_when_the_host_is_back() {
        String path = "/containers/" + api.post("/containers", body("lost", "")).text("/id");
        agent.close();
        await().untilAsserted(() ->
                assertThat(api.get(path).body().at("/stale").asBoolean()).isTrue());

        assertThat(api.delete(path + "?force=true").status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);

        FakeAgent back = agent.again();
        assertThat(back.containers()).hasSize(1);
        agent = back.connect();
        await().until(() -> back.containers().isEmpty());
    }

    @Test
    void a_rogue_agent_can_not_speak_for_another_hosts_container() {
        Reply victim = api.post("/containers", body("victim", ""));
        try (FakeAgent rogue = FakeAgent.join(server, "rogue").connect()) {
            await().until(() -> rogue.got(ServerMessage.Welcome.class));
            rogue.report(new ContainerState(
                    victim.text("/id").replace("-", ""),
                    "victim",
                    99,
                    99,
                    ContainerState.Phase.FAILED,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of()));
            rogue.reportImages();
            await().untilAsserted(() -> assertThat(
                            api.get("/hosts/" + rogue.identity.hostId()).text("/state"))
                    .isEqualTo("CONNECTED"));
            assertThat(api.get("/containers/" + victim.text("/id")).text("/status/phase"))
                    .isEqualTo("RUNNING");
        }
    }

    @Test
    void inspect_and_logs_come_from_the_host() throws Exception {
        String path =
                "/containers/" + api.post("/containers", body("talks", "")).text("/id");

        assertThat(api.get(path + "/inspect").body().at("/fake").asBoolean()).isTrue();
        HttpResponse<InputStream> text =
                api.stream(path + "/logs", "text/plain").join();
        assertThat(new String(text.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("line 0\nline 1\nline 2\n");
        HttpResponse<InputStream> follow = api.stream(path + "/logs?follow=true&tail=3", "application/x-ndjson")
                .join();
        assertThat(follow.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        BufferedReader lines = new BufferedReader(new InputStreamReader(follow.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).contains("\"text\":\"line 0\"");
        assertThat(lines.readLine()).contains("line 1");
        lines.close();
        HttpResponse<InputStream> found =
                api.stream(path + "/logs?contains=LINE%201", "text/plain").join();
        assertThat(new String(found.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("line 1\n");
        assertThat(api.get(path + "/logs?contains=").text("/fields/contains")).contains("1 to 256");
    }

    @Test
    void a_host_that_refuses_the_log_gives_its_problem() {
        agent.answers = body -> body instanceof RequestBody.FollowLogs
                ? new AgentMessage.Response(
                        "", new Problem("CONTAINER_NOT_FOUND", "Read the log", "there is none", "Look."), null, null)
                : null;
        String path = "/containers/" + api.post("/containers", body("mute", "")).text("/id");

        assertThat(api.get(path + "/logs").status()).isEqualTo(404);
    }

    @Test
    void lists_filter_and_page() {
        for (int i = 0; i < 3; i++) {
            api.post("/containers", body("page-" + i, ""));
        }
        Reply first = api.get("/containers?hostId=" + host() + "&limit=2");
        assertThat(first.body().at("/items").size()).isEqualTo(2);
        assertThat(first.body().at("/total").asInt()).isEqualTo(3);
        Reply second = api.get("/containers?hostId=" + host() + "&limit=2&cursor=" + first.text("/next"));
        assertThat(second.text("/items/0/name")).isEqualTo("page-2");
        assertThat(second.body().at("/next").isNull()).isTrue();
        assertThat(api.get("/containers?q=PAGE-1&phase=RUNNING&hostId=" + host())
                        .body()
                        .at("/total")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get("/hosts/" + host()).body().at("/containers/running").asInt())
                .isEqualTo(3);
    }

    @Test
    void a_host_with_containers_goes_only_by_force() {
        api.post("/containers", body("stays", ""));
        Reply refused = api.delete("/hosts/" + host());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("HOST_IN_USE");
    }
}

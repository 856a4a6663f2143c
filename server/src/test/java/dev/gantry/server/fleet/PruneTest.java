package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.PreviewPrune;
import dev.gantry.protocol.RequestBody.PruneImages;
import dev.gantry.protocol.ServerMessage;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.image.PruneFact;
import dev.gantry.protocol.image.PrunePlanFact;
import dev.gantry.protocol.image.SeenImage;
import dev.gantry.server.fleet.Api.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class PruneTest {
    private static final String RULES = "{\"olderThanSeconds\":3600,\"keepNewest\":2,\"pattern\":\"team/*\"}";

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();
    private final String one = "prune-a-" + UUID.randomUUID();
    private final String two = "prune-b-" + UUID.randomUUID();
    private final ImageFact old = Samples.image("docker.io/team/old:" + UUID.randomUUID(), 300);
    private FakeAgent first;
    private FakeAgent second;

    @BeforeEach
    void join() {
        first = FakeAgent.join(server, one).withImage(old).connect();
        second = FakeAgent.join(server, two).withImage(old).connect();
        await().until(() ->
                api.get("/images/" + old.digest()).body().at("/hosts").size() == 2);
    }

    @AfterEach
    void forget() {
        for (FakeAgent agent : List.of(first, second)) {
            agent.close();
            api.delete("/hosts/" + agent.identity.hostId() + "?force=true");
        }
    }

    @Test
    void a_preview_tells_host_by_host_what_would_go_and_asks_with_the_rules_and_with_what_is_wished() {
        api.post(
                "/containers",
                "{\"name\":\"prune-user\",\"hostId\":\"" + first.identity.hostId()
                        + "\",\"start\":false,\"spec\":{\"image\":\""
                        + old.references().get(0) + "\"}}");
        first.answers =
                body -> body instanceof PreviewPrune ? answer(plan(false, "used by container prune-user", 0)) : null;
        second.answers = body -> body instanceof PreviewPrune ? answer(plan(true, "no container needs it", 60)) : null;

        Reply preview = api.post("/images/prune/preview", "{\"rules\":" + RULES + "," + hosts() + "}");

        assertThat(preview.status()).as(preview.raw().body()).isEqualTo(200);
        assertThat(preview.body().at("/freedBytes").asLong()).isEqualTo(60);
        assertThat(preview.text("/hosts/0/images/0/why")).isEqualTo("used by container prune-user");
        assertThat(preview.body().at("/hosts/1/images/0/goes").asBoolean()).isTrue();
        PreviewPrune asked = asked(first, PreviewPrune.class);
        assertThat(asked.rules().keepNewest()).isEqualTo(2);
        assertThat(asked.rules().olderThanSeconds()).isEqualTo(3600);
        assertThat(asked.rules().pattern()).isEqualTo("team/*");
        assertThat(asked.needed()).singleElement().satisfies(needed -> {
            assertThat(needed.digest()).isEqualTo(old.digest());
            assertThat(needed.by()).containsExactly("prune-user");
        });
        assertThat(asked(second, PreviewPrune.class).needed()).isEmpty();
    }

    @Test
    void a_host_that_is_away_says_so_and_the_others_show() {
        second.close();
        await().until(() ->
                api.get("/hosts/" + second.identity.hostId()).text("/state").equals("UNREACHABLE"));
        first.answers = body -> body instanceof PreviewPrune ? answer(plan(true, "no container needs it", 60)) : null;

        Reply preview = api.post("/images/prune/preview", "{\"rules\":{}," + hosts() + "}");

        assertThat(preview.body().at("/freedBytes").asLong()).isEqualTo(60);
        assertThat(preview.text("/hosts/1/problem/code")).isEqualTo("HOST_UNREACHABLE");
    }

    @Test
    void what_was_seen_is_removed_host_by_host_and_written_down() {
        first.answers =
                body -> body instanceof PruneImages work ? answer(new PruneFact(work.seen(), List.of(), 60)) : null;
        second.answers = body -> body instanceof PruneImages
                ? answer(new PruneFact(
                        List.of(),
                        List.of(new PruneFact.Skipped(old.digest(), old.references(), "used by container web")),
                        0))
                : null;

        Reply done = api.post("/images/prune", run());

        assertThat(done.status()).as(done.raw().body()).isEqualTo(200);
        assertThat(done.text("/state")).isEqualTo("SUCCEEDED");
        assertThat(done.body().at("/freedBytes").asLong()).isEqualTo(60);
        assertThat(done.text("/hosts/0/removed/0/digest")).isEqualTo(old.digest());
        assertThat(done.text("/hosts/1/skipped/0/why")).isEqualTo("used by container web");
        assertThat(asked(first, PruneImages.class).seen())
                .containsExactly(new SeenImage(old.digest(), old.references()));
        assertThat(api.get("/images/" + old.digest()).body().at("/hosts"))
                .singleElement()
                .satisfies(host -> assertThat(host.at("/name").asString()).isEqualTo(two));
        assertThat(api.get("/audit?action=image.prune&subject=" + one).raw().body())
                .contains(old.digest())
                .contains("\"freedBytes\":60");
        assertThat(api.get("/audit?action=image.prune&subject=" + two)
                        .body()
                        .at("/total")
                        .asInt())
                .isZero();
    }

    @Test
    void one_host_that_fails_keeps_what_the_others_did() {
        Problem full = new Problem("DISK_FULL", "Prune", "the disk is read-only", "Repair it.");
        first.answers = body -> body instanceof PruneImages ? new AgentMessage.Response("", full, null, null) : null;
        second.answers =
                body -> body instanceof PruneImages work ? answer(new PruneFact(work.seen(), List.of(), 60)) : null;

        Reply done = api.post("/images/prune", run());

        assertThat(done.text("/code")).isEqualTo("DISK_FULL");
        assertThat(done.text("/why")).isEqualTo(one + ": the disk is read-only; on the other 1 it is done");
        String operation = api.get("/operations?state=FAILED").text("/items/0/id");
        Reply result = api.get("/images/prune/" + operation);
        assertThat(result.text("/hosts/0/problem/code")).isEqualTo("DISK_FULL");
        assertThat(result.text("/hosts/1/removed/0/digest")).isEqualTo(old.digest());
        assertThat(result.body().at("/freedBytes").asLong()).isEqualTo(60);
        assertThat(api.get("/images/" + old.digest()).body().at("/hosts").size())
                .isEqualTo(1);
    }

    @Test
    void a_host_tells_of_nothing_that_it_was_not_asked_about() {
        SeenImage other = new SeenImage("sha256:" + "e".repeat(64), List.of());
        first.answers =
                body -> body instanceof PruneImages ? answer(new PruneFact(List.of(other), List.of(), 60)) : null;
        second.answers = first.answers;
        Reply done = api.post("/images/prune", run());
        assertThat(done.body().at("/hosts/0/removed").size()).isZero();
    }

    @Test
    void rules_that_mean_nothing_are_refused_by_name() {
        Reply refused = api.post("/images/prune/preview", "{\"rules\":{\"keepNewest\":-1,\"pattern\":\"a b\"}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.raw().body()).contains("rules.keepNewest", "rules.pattern");
        assertThat(api.post("/images/prune", "{\"rules\":{},\"hosts\":[]}").status())
                .isEqualTo(422);
        assertThat(api.post("/images/prune/preview", "{\"rules\":{\"olderThan\":1}}")
                        .status())
                .isBetween(400, 422);
    }

    @Test
    void disks_are_measured_by_the_hosts_and_one_that_refuses_says_why() {
        Problem broken = new Problem("INTERNAL", "measure", "the disk is broken", "Look.");
        first.answers = body -> body instanceof RequestBody.MeasureDisk
                ? new AgentMessage.Response("", null, null, "{\"totalBytes\":42,\"images\":[]}")
                : null;
        second.answers = body ->
                body instanceof RequestBody.MeasureDisk ? new AgentMessage.Response("", broken, null, null) : null;
        Reply measured = api.get("/images/disk?hostId=" + first.identity.hostId());
        assertThat(measured.body().at("/hosts/0/disk/totalBytes").asLong()).isEqualTo(42);
        Reply other = api.get("/images/disk?hostId=" + second.identity.hostId());
        assertThat(other.text("/hosts/0/problem/why")).isEqualTo("the disk is broken");
        assertThat(api.get("/images/disk").raw().body()).contains(one, two);
    }

    private String hosts() {
        return "\"hostIds\":[\"" + first.identity.hostId() + "\",\"" + second.identity.hostId() + "\"]";
    }

    private String run() {
        String images = "[{\"digest\":\"" + old.digest() + "\",\"references\":[\""
                + old.references().get(0) + "\"]}]";
        return "{\"rules\":{},\"hosts\":[{\"hostId\":\"" + first.identity.hostId() + "\",\"images\":" + images
                + "},{\"hostId\":\"" + second.identity.hostId() + "\",\"images\":" + images + "}]}";
    }

    private PrunePlanFact plan(boolean goes, String why, long freed) {
        return new PrunePlanFact(
                List.of(new PrunePlanFact.Entry(
                        old.digest(), old.references(), goes, "X", why, "2026-01-01T00:00:00Z", 100, 60)),
                freed);
    }

    private static AgentMessage.Response answer(Object document) {
        return new AgentMessage.Response("", null, null, FakeAgent.JSON.writeValueAsString(document));
    }

    private static <T extends RequestBody> T asked(FakeAgent agent, Class<T> type) {
        return agent.received.stream()
                .filter(ServerMessage.Request.class::isInstance)
                .map(message -> ((ServerMessage.Request) message).body())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}

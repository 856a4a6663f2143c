package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.WebSocketPeer;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RegistryEndpoint;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.MeasureDisk;
import dev.gantry.protocol.RequestBody.PreviewPrune;
import dev.gantry.protocol.RequestBody.PruneImages;
import dev.gantry.protocol.RequestBody.PullImage;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.image.DiskFact;
import dev.gantry.protocol.image.ImageContent;
import dev.gantry.protocol.image.MissingFact;
import dev.gantry.protocol.image.NeededImage;
import dev.gantry.protocol.image.PruneFact;
import dev.gantry.protocol.image.PrunePlanFact;
import dev.gantry.protocol.image.PruneRules;
import dev.gantry.protocol.image.SeenImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class StoreRequestTest {
    private static final JsonMapper JSON = ProtocolMapper.create();
    private static final PruneRules UNUSED = new PruneRules(false, null, null, null, List.of());

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private AgentUnderTest agent;
    private FakeLink link;
    private int asked;

    @BeforeEach
    void prepare() throws Exception {
        agent = new AgentUnderTest(directory);
        agent.start(server);
        link = server.awaitLink();
    }

    @AfterEach
    void end() {
        agent.close();
        server.close();
    }

    @Test
    void a_preview_says_of_each_image_whether_it_goes_and_why() throws Exception {
        String free = pulled("registry.example.com/team/free:1");
        String needed = pulled("registry.example.com/team/needed:1");
        PruneRules rules = new PruneRules(false, 1L, 0, "*team*", List.of());
        PrunePlanFact plan = document(
                PrunePlanFact.class, new PreviewPrune(rules, List.of(new NeededImage(needed, List.of("planned")))));
        assertThat(plan.freedBytes()).isEqualTo(60);
        assertThat(plan.images())
                .extracting(entry -> entry.digest() + " " + entry.goes() + " " + entry.reason() + " " + entry.why())
                .containsExactlyInAnyOrder(
                        free + " true UNUSED no container needs it",
                        needed + " false IN_USE used by container planned");
    }

    @Test
    void a_prune_tells_what_went_and_what_stayed() throws Exception {
        String free = pulled("registry.example.com/team/free:1");
        String needed = pulled("registry.example.com/team/needed:1");
        PruneFact done = document(
                PruneFact.class,
                new PruneImages(
                        UNUSED,
                        List.of(new NeededImage(needed, List.of("planned"))),
                        List.of(
                                new SeenImage(free, List.of("registry.example.com/team/free:1")),
                                new SeenImage(needed, List.of("registry.example.com/team/needed:1")))));
        assertThat(done.removed()).containsExactly(new SeenImage(free, List.of("registry.example.com/team/free:1")));
        assertThat(done.skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.digest()).isEqualTo(needed));
        assertThat(done.freedBytes()).isEqualTo(60);
    }

    @Test
    void rules_that_mean_nothing_are_refused() throws Exception {
        Response response = ask(new PreviewPrune(new PruneRules(false, null, -1, null, List.of()), List.of()));
        assertThat(Objects.requireNonNull(response.problem()).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void the_disk_is_told_part_by_part() throws Exception {
        String image = pulled("registry.example.com/team/app:1");
        DiskFact disk = document(DiskFact.class, new MeasureDisk());
        assertThat(disk.totalBytes()).isEqualTo(10 + 20 + 3 + 4 + 5 + disk.containerBytes());
        assertThat(disk.images()).singleElement().satisfies(use -> {
            assertThat(use.digest()).isEqualTo(image);
            assertThat(use.sizeBytes()).isEqualTo(100);
            assertThat(use.uniqueBytes()).isEqualTo(60);
            assertThat(use.layers()).hasSize(1);
        });
    }

    @Test
    void an_image_is_described_sent_and_received() throws Exception {
        String digest = pulled("registry.example.com/team/app:1");
        ImageContent content = document(ImageContent.class, new RequestBody.DescribeContent(digest));
        assertThat(content.references()).containsExactly("registry.example.com/team/app:1");
        MissingFact missing = document(MissingFact.class, new RequestBody.FindMissing(content));
        String layer = missing.layers().get(0).digest();
        assertThat(missing.layers().get(0).sizeBytes()).isEqualTo(5);

        link.send(new Request("send", new RequestBody.SendContent(digest, List.of(layer), "s1")));
        assertThat(new String(server.awaitStream("s1").read().payload(), StandardCharsets.UTF_8))
                .isEqualTo("layer");

        link.send(new Request("receive", new RequestBody.ReceiveImage(content, List.of(layer), "s2")));
        WebSocketPeer target = server.awaitStream("s2");
        target.binary("layer".getBytes(StandardCharsets.UTF_8));
        target.close(1000);
        await().until(() -> responses("receive").size() == 1);
        assertThat(Objects.requireNonNull(responses("receive").get(0).image()).references())
                .containsExactly("registry.example.com/team/app:1");
        assertThat(agent.world.calls).contains("receive layer");
    }

    @Test
    void a_copy_whose_stream_breaks_is_refused() throws Exception {
        String digest = pulled("registry.example.com/team/app:1");
        ImageContent content = document(ImageContent.class, new RequestBody.DescribeContent(digest));
        link.send(new Request("receive", new RequestBody.ReceiveImage(content, List.of(digest), "s2")));
        server.awaitStream("s2").drop();
        await().until(() -> responses("receive").size() == 1);
        assertThat(Objects.requireNonNull(responses("receive").get(0).problem()).code())
                .isEqualTo("ARCHIVE_TRUNCATED");
    }

    private String pulled(String reference) throws Exception {
        RegistryEndpoint endpoint = new RegistryEndpoint("registry.example.com", false, null, null, null, List.of());
        return Objects.requireNonNull(
                        ask(new PullImage(reference, List.of(endpoint))).image())
                .digest();
    }

    private <T> T document(Class<T> type, RequestBody body) throws Exception {
        Response response = ask(body);
        assertThat(response.problem()).isNull();
        return JSON.readValue(response.document(), type);
    }

    private Response ask(RequestBody body) throws Exception {
        String id = "r" + ++asked;
        link.send(new Request(id, body));
        await().until(() -> responses(id).size() == 1);
        return responses(id).get(0);
    }

    private List<Response> responses(String id) {
        return link.heard(Response.class).stream()
                .filter(response -> response.requestId().equals(id))
                .toList();
    }
}

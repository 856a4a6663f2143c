package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.WebSocketPeer;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.index.LayerIndex;
import dev.gantry.oci.index.LayerIndexer;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarLimits;
import dev.gantry.oci.testing.Indexes;
import dev.gantry.oci.testing.TarFixture;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.layer.FileFact;
import dev.gantry.protocol.layer.FilePage;
import dev.gantry.protocol.layer.FoundFiles;
import dev.gantry.protocol.layer.LayersFact;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerRequestTest {
    private static final Digest IMAGE = Digest.of(new byte[] {1});

    @TempDir
    Path directory;

    private final FakeServer server = new FakeServer();
    private AgentUnderTest agent;
    private FakeLink link;
    private volatile boolean damaged;

    @BeforeEach
    void prepare() throws Exception {
        agent = new AgentUnderTest(directory);
        agent.world.layers.put(
                IMAGE,
                image(
                        new TarFixture().file("etc/motd", "old").file("etc/drop", "1"),
                        new TarFixture().file("etc/motd", "newer").whiteout("etc/drop")));
        agent.start(server);
        link = server.awaitLink();
    }

    @AfterEach
    void end() {
        agent.close();
        server.close();
    }

    private ImageLayers image(TarFixture... fixtures) throws IOException {
        List<byte[]> archives = new ArrayList<>();
        List<LayerIndex> indexes = new ArrayList<>();
        List<Image.Layer> layers = new ArrayList<>();
        for (TarFixture fixture : fixtures) {
            byte[] archive = fixture.bytes();
            Path file = directory.resolve("index-" + System.nanoTime());
            LayerIndexer.index(new ByteArrayInputStream(archive), TarLimits.DEFAULT, file);
            archives.add(archive);
            indexes.add(LayerIndex.open(file).orElseThrow());
            layers.add(new Image.Layer(Digest.of(archive), 3));
        }
        ImageConfig config = new ImageConfig(
                new ImageConfig.Platform("linux", "amd64", Optional.empty(), Optional.empty()),
                Optional.empty(),
                new ImageConfig.Process(
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Optional.empty()),
                layers.stream().map(Image.Layer::diffId).toList(),
                List.of(
                        new ImageConfig.History(Optional.of("ADD . /"), Optional.empty(), false),
                        new ImageConfig.History(Optional.of("ENV A=1"), Optional.empty(), true),
                        new ImageConfig.History(Optional.of("RUN change"), Optional.empty(), false)));
        return new ImageLayers(
                new Image(IMAGE, IMAGE, List.of(), config, layers),
                indexes,
                number ->
                        new ByteArrayInputStream(archives.get(number), 0, damaged ? 514 : archives.get(number).length));
    }

    @Test
    void layers_are_described_each_with_the_command_that_made_it() {
        LayersFact fact = answer(new RequestBody.DescribeLayers(IMAGE.toString(), 5), LayersFact.class);
        assertThat(fact.layers())
                .extracting(layer ->
                        layer.createdBy() + " +" + layer.added() + " ~" + layer.modified() + " -" + layer.removed())
                .containsExactly("ADD . / +2 ~0 -0", "RUN change +0 ~1 -1");
        assertThat(fact.wastedBytes()).isEqualTo(4);
        assertThat(fact.worst()).extracting(LayersFact.WastedPath::path).containsExactly("etc/motd", "etc/drop");
    }

    @Test
    void files_are_listed_and_tell_their_history() {
        FilePage page = answer(
                new RequestBody.ListFiles(
                        IMAGE.toString(), 1, "etc", false, "", List.of(), List.of("REMOVED", "MODIFIED"), 0, "", 1),
                FilePage.class);
        assertThat(page.files()).extracting(FileFact::path).containsExactly("etc/drop");
        assertThat(page.more()).isTrue();
        FilePage history = answer(new RequestBody.FileHistory(IMAGE.toString(), "etc/motd"), FilePage.class);
        assertThat(history.files()).extracting(FileFact::mark).containsExactly("ADDED", "MODIFIED");
    }

    @Test
    void a_part_of_a_file_goes_over_its_stream() throws Exception {
        ask(new RequestBody.ReadFile(IMAGE.toString(), 1, "etc/motd", "s1", 1, 3L));
        assertThat(new String(streamed("s1"), StandardCharsets.UTF_8)).isEqualTo("ewe");
        assertThat(response().problem()).isNull();
    }

    @Test
    void indexes_go_over_one_stream_each_behind_its_length() throws Exception {
        ask(new RequestBody.ReadIndexes(IMAGE.toString(), List.of(1, 0), "s1"));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(streamed("s1")));
        for (int layer : List.of(1, 0)) {
            Path file = directory.resolve("received-" + layer);
            Files.write(file, in.readNBytes((int) in.readLong()));
            LayerIndex index = LayerIndex.openForeign(file).orElseThrow();
            assertThat(index.find(ByteName.of("etc/motd").bytes())).isPresent();
        }
        assertThat(in.read()).isNegative();
        assertThat(response().problem()).isNull();
    }

    @Test
    void a_file_is_found_where_an_image_shows_it_and_not_where_a_higher_layer_hides_it() {
        agent.world.image(Objects.requireNonNull(agent.world.layers.get(IMAGE)).image());
        FoundFiles found = answer(new RequestBody.FindFiles("motd", null, 10), FoundFiles.class);
        assertThat(found.files()).hasSize(1);
        assertThat(found.files().get(0).sizeBytes()).isEqualTo(5);
        assertThat(found.files().get(0).images()).containsExactly(new FoundFiles.InImage(IMAGE.toString(), 1));
        assertThat(answer(new RequestBody.FindFiles("etc/drop", null, 10), FoundFiles.class)
                        .files())
                .isEmpty();
        String newer = Digest.of("newer".getBytes(StandardCharsets.UTF_8)).toString();
        assertThat(answer(new RequestBody.FindFiles("", newer, 10), FoundFiles.class)
                        .files())
                .extracting(FoundFiles.Found::path)
                .containsExactly("etc/motd");
    }

    @Test
    void an_image_is_put_together_of_the_layers_that_were_chosen() {
        ask(new RequestBody.AssembleImage(
                "docker.io/team/app:2", List.of(new RequestBody.ChosenLayer(IMAGE.toString(), 1)), IMAGE.toString()));
        assertThat(Objects.requireNonNull(response().image()).references()).containsExactly("docker.io/team/app:2");
        assertThat(agent.world.calls).contains("assemble [Choice[image=" + IMAGE + ", layer=1]] like " + IMAGE);
    }

    @Test
    void a_container_is_its_images_layers_and_on_top_what_it_wrote() throws Exception {
        ImageLayers image = image(new TarFixture().file("etc/motd", "old"));
        LayerIndex own = Indexes.of(new TarFixture().file("etc/mine", "1234"), directory);
        agent.world.containerLayers.put(
                "c1",
                image.under(
                        own, path -> Optional.of(new ByteArrayInputStream("now".getBytes(StandardCharsets.UTF_8)))));
        LayersFact fact = answer(new RequestBody.DescribeLayers("container:c1", 5), LayersFact.class);
        assertThat(fact.layers()).hasSize(2);
        assertThat(fact.layers().get(1).diffId()).isEmpty();
        assertThat(fact.layers().get(1).sizeBytes()).isEqualTo(4);
        assertThat(fact.layers().get(1).added()).isEqualTo(1);
        link.send(new Request("r9", new RequestBody.ReadFile("container:c1", 1, "etc/mine", "s1", 1, null)));
        assertThat(new String(streamed("s1"), StandardCharsets.UTF_8)).isEqualTo("ow");
    }

    @Test
    void the_index_of_a_layer_that_the_image_does_not_have_is_refused() {
        ask(new RequestBody.ReadIndexes(IMAGE.toString(), List.of(2), "s1"));
        assertThat(Objects.requireNonNull(response().problem()).code()).isEqualTo("INVALID_ARGUMENT");
    }

    private byte[] streamed(String id) throws Exception {
        WebSocketPeer stream = server.awaitStream(id);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (var frame = stream.read(); !frame.isClose(); frame = stream.read()) {
            all.write(frame.payload());
        }
        stream.close(1000);
        return all.toByteArray();
    }

    @Test
    void a_file_whose_layer_can_not_be_read_to_its_end_breaks_its_stream() throws Exception {
        damaged = true;
        ask(new RequestBody.ReadFile(IMAGE.toString(), 1, "etc/motd", "s1", 0, null));
        WebSocketPeer stream = server.awaitStream("s1");
        assertThatThrownBy(() -> {
                    for (var frame = stream.read(); ; frame = stream.read()) {
                        assertThat(frame.isClose())
                                .as("closed as if all was sent")
                                .isFalse();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(response().problem()).isNotNull();
    }

    @Test
    void a_file_that_is_not_there_is_refused_before_any_stream() {
        ask(new RequestBody.ReadFile(IMAGE.toString(), 1, "etc/none", "s1", 0, null));
        assertThat(Objects.requireNonNull(response().problem()).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void words_of_a_newer_server_are_refused_by_name() {
        ask(new RequestBody.ListFiles(IMAGE.toString(), 1, "", false, "", List.of("SOCKET"), List.of(), 0, "", 1));
        assertThat(Objects.requireNonNull(response().problem()).tried()).isNotEmpty();
    }

    private void ask(RequestBody body) {
        link.send(new Request("r1", body));
    }

    private Response response() {
        await().until(() -> !link.heard(Response.class).isEmpty());
        List<Response> heard = link.heard(Response.class);
        return heard.get(heard.size() - 1);
    }

    private <T> T answer(RequestBody body, Class<T> type) {
        int before = link.heard(Response.class).size();
        link.send(new Request("r" + before, body));
        await().until(() -> link.heard(Response.class).size() > before);
        return ProtocolMapper.create()
                .readValue(
                        Objects.requireNonNull(
                                link.heard(Response.class).get(before).document()),
                        type);
    }
}

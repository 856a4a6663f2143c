package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.testing.TarFixture;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.RequestBody.ChosenLayer;
import dev.gantry.server.fleet.Api.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ImagesAreAssembled {
    private static final byte[] BASE =
            new TarFixture().file("etc/conf", "base").file("lib/a", "1").bytes();
    private static final byte[] OWN = new TarFixture().file("etc/conf", "own").bytes();
    private static final byte[] APP =
            new TarFixture().file("etc/conf", "app").file("app/run", "1").bytes();

    private static Api api;
    private static DeckHost host;
    private static DeckHost other;
    private static String base;
    private static String app;
    private static String elsewhere;

    @BeforeAll
    static void images() {
        api = FleetServer.shared().api();
        host = new DeckHost(FleetServer.shared(), "assembles");
        base = host.image("assembled-base:1", List.of(), BASE, OWN);
        app = host.image("assembled-app:1", List.of(), APP);
        host.connect();
        other = new DeckHost(FleetServer.shared(), "assembles-not");
        elsewhere = other.image(
                "assembled-elsewhere:1",
                List.of(),
                new TarFixture().file("x", "1").bytes());
        other.connect();
    }

    @AfterAll
    static void noHosts() {
        host.close();
        other.close();
    }

    private static String choice() {
        return base + "@0," + base + "@1," + app + "@0";
    }

    @Test
    void what_it_would_be_is_shown_with_its_conflicts_but_not_those_that_an_image_has_with_itself() {
        Reply preview = api.get("/images/assembly?layers=" + choice());
        assertThat(preview.status()).as(preview.raw().body()).isEqualTo(200);
        assertThat(preview.body().at("/files").asInt()).isEqualTo(3);
        assertThat(preview.body().at("/conflictCount").asInt()).isEqualTo(1);
        assertThat(preview.body().at("/conflicts/0").toString())
                .isEqualTo("{\"path\":\"etc/conf\",\"kind\":\"REWRITTEN\",\"lower\":1,\"higher\":2,\"files\":1}");
        assertThat(preview.text("/hosts/0/name")).isEqualTo("assembles");
        assertThat(preview.body().at("/layers/2/modified").asInt()).isEqualTo(1);
        Reply files = api.get("/images/assembly/files?number=2&path=etc&layers=" + choice());
        assertThat(files.text("/items/0/mark")).isEqualTo("MODIFIED");
    }

    @Test
    void it_is_made_on_a_host_that_has_all_of_the_layers() {
        host.made = Samples.image("docker.io/library/assembled:1", 10);
        Reply made = api.post(
                "/images/assembly",
                "{\"reference\":\"assembled:1\",\"configOf\":\"" + app + "\",\"layers\":[{\"image\":\"" + base
                        + "\",\"layer\":0},{\"image\":\"" + app + "\",\"layer\":0}]}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.text("/references/0")).isEqualTo("docker.io/library/assembled:1");
        assertThat(host.asked)
                .contains(new RequestBody.AssembleImage(
                        "docker.io/library/assembled:1",
                        List.of(new ChosenLayer(base, 0), new ChosenLayer(app, 0)),
                        app));
        assertThat(api.get("/audit?action=image.assemble").raw().body()).contains("assembled:1");
    }

    @Test
    void layers_that_no_host_has_together_are_not_put_together() {
        Reply refused = api.post(
                "/images/assembly",
                "{\"reference\":\"assembled:2\",\"configOf\":\"" + elsewhere + "\",\"layers\":[{\"image\":\"" + base
                        + "\",\"layer\":0}]}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("NO_HOST_FITS");
        assertThat(api.get("/images/assembly?layers=" + base + "@0," + elsewhere + "@0")
                        .body()
                        .at("/hosts")
                        .size())
                .isZero();
    }

    @Test
    void what_is_no_choice_of_layers_is_refused_by_name() {
        for (String wrong : List.of("", "x@0", base, base + "@-1", base + "@2")) {
            Reply refused = api.get("/images/assembly?layers=" + wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(422);
            assertThat(refused.body().at("/fields/layers").isMissingNode())
                    .as(wrong)
                    .isFalse();
        }
        assertThat(api.post("/images/assembly", "{\"reference\":\"a:1\",\"layers\":[],\"configOf\":\"x\"}")
                        .status())
                .isEqualTo(422);
    }
}

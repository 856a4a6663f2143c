package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.testing.TarFixture;
import dev.gantry.protocol.RequestBody;
import dev.gantry.server.fleet.Api.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ImagesAreCompared {
    private static final byte[] BASE = new TarFixture()
            .directory("etc")
            .file("etc/motd", "old\n")
            .file("etc/gone", "123")
            .bytes();
    private static final byte[] CHANGE =
            new TarFixture().file("etc/motd", "newer\n").file("etc/new", "1").bytes();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static FleetServer server;
    private static Api api;
    private static DeckHost one;
    private static DeckHost other;
    private static String before;
    private static String after;

    @BeforeAll
    static void twoHosts() {
        server = FleetServer.shared();
        api = server.api();
        one = new DeckHost(server, "deck-one");
        before = one.image("compared:1", List.of("PATH=/bin", "A=1"), BASE);
        one.connect();
        other = new DeckHost(server, "deck-two");
        after = other.image("compared:2", List.of("PATH=/bin", "A=2", "B=3"), BASE, CHANGE);
        other.connect();
        one.contents.put("etc/motd", "old\n");
        other.contents.put("etc/motd", "newer\n");
    }

    @AfterAll
    static void noHosts() {
        one.close();
        other.close();
    }

    private static Reply ask(String from, String rest, String with) {
        Reply reply = api.get("/images/" + from + "/comparison" + rest + "with=" + with);
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        return reply;
    }

    @Test
    void images_of_different_hosts_are_compared_in_files_layers_and_configuration() {
        Reply found = ask(before, "?", after);
        assertThat(found.body().at("/added").asInt()).isEqualTo(1);
        assertThat(found.body().at("/modified").asInt()).isEqualTo(1);
        assertThat(found.body().at("/removed").asInt()).isZero();
        assertThat(found.text("/before/placeName")).isEqualTo("deck-one");
        assertThat(found.text("/after/placeName")).isEqualTo("deck-two");
        assertThat(found.body().at("/before/layers/0/inOther").asInt(-1)).isZero();
        assertThat(found.body().at("/after/layers/1/inOther").isNull()).isTrue();
        assertThat(found.raw().body())
                .contains("{\"what\":\"ENV\",\"name\":\"A\",\"before\":\"1\",\"after\":\"2\"}")
                .contains("{\"what\":\"ENV\",\"name\":\"B\",\"before\":null,\"after\":\"3\"}")
                .doesNotContain("PATH");
    }

    @Test
    void files_come_in_a_tree_or_all_together_with_both_sides() {
        Reply tree = ask(before, "/files?", after);
        assertThat(tree.text("/items/0/path")).isEqualTo("etc");
        assertThat(tree.text("/items/0/mark")).isEqualTo("UNCHANGED");
        assertThat(tree.body().at("/items/0/modified").asInt()).isEqualTo(1);
        Reply all = ask(after, "/files?below=true&limit=1&", before);
        assertThat(all.text("/items/0/path")).isEqualTo("etc/motd");
        assertThat(all.body().at("/items/0/before/sizeBytes").asInt()).isEqualTo(6);
        assertThat(all.body().at("/items/0/sizeBytes").asInt()).isEqualTo(4);
        Reply rest = ask(after, "/files?below=true&cursor=" + all.text("/next") + "&", before);
        assertThat(rest.text("/items/0/mark")).isEqualTo("REMOVED");
        assertThat(rest.body().at("/next").isNull()).isTrue();
        assertThat(ask(before, "/file?path=etc/motd&", after).text("/mark")).isEqualTo("MODIFIED");
    }

    @Test
    void the_text_of_a_file_is_compared_line_by_line() {
        Reply text = ask(before, "/text?path=etc/motd&", after);
        assertThat(text.text("/kind")).isEqualTo("TEXT");
        assertThat(text.raw().body())
                .contains("{\"fate\":\"REMOVED\",\"text\":\"old\"},{\"fate\":\"ADDED\",\"text\":\"newer\"}");
        assertThat(api.get("/images/" + before + "/comparison/text?path=none&with=" + after)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void an_index_that_came_once_is_not_asked_for_again() {
        ask(before, "?", after);
        int asked = indexesAsked();
        ask(after, "/files?", before);
        assertThat(indexesAsked()).isEqualTo(asked);
    }

    private static int indexesAsked() {
        return (int) java.util.stream.Stream.concat(one.asked.stream(), other.asked.stream())
                .filter(RequestBody.ReadIndexes.class::isInstance)
                .count();
    }

    @Test
    void an_image_of_the_registry_is_read_from_its_blobs() {
        byte[] layer = new TarFixture()
                .directory("etc")
                .file("etc/motd", "pushed\n")
                .file("etc/gone", "123")
                .bytes();
        String pushed = push("compared/app", layer, Digest.of(layer));
        Reply found = ask(before, "?", pushed);
        assertThat(found.text("/after/place")).isEqualTo("REGISTRY");
        assertThat(found.text("/after/placeName")).isEqualTo("compared/app");
        assertThat(found.text("/after/references/0")).isEqualTo("compared/app:1");
        assertThat(found.body().at("/modified").asInt()).isEqualTo(1);
        assertThat(ask(before, "/text?path=etc/motd&", pushed).raw().body()).contains("pushed");
    }

    @Test
    void a_layer_of_the_registry_that_is_not_what_its_config_says_is_refused() {
        byte[] layer = new TarFixture().file("a", "1").bytes();
        String pushed = push("compared/liar", layer, Digest.of(BASE));
        Reply refused = api.get("/images/" + pushed + "/comparison?with=" + before);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("DIGEST_MISMATCH");
    }

    @Test
    void an_image_that_nobody_has_is_not_found() {
        Reply refused = api.get("/images/" + before + "/comparison?with=sha256:" + "0".repeat(64));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("/why")).contains("no host and no repository");
    }

    private static String push(String name, byte[] layer, Digest diffId) {
        byte[] config = ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[\"" + diffId + "\"]}}")
                .getBytes(StandardCharsets.UTF_8);
        for (byte[] blob : List.of(config, layer)) {
            api.send(api.request("/v2/" + name + "/blobs/uploads/?digest=" + Digest.of(blob))
                    .POST(BodyPublishers.ofByteArray(blob)));
        }
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", config) + ",\"layers\":["
                        + descriptor("application/vnd.oci.image.layer.v1.tar", layer) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        Reply put = api.send(api.request("/v2/" + name + "/manifests/1")
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofByteArray(manifest)));
        assertThat(put.status()).as(put.raw().body()).isEqualTo(201);
        return Digest.of(manifest).toString();
    }

    private static String descriptor(String type, byte[] blob) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + Digest.of(blob) + "\",\"size\":" + blob.length + "}";
    }
}

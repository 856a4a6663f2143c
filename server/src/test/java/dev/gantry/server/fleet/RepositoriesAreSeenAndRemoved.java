package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.oci.digest.Digest;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.fleet.Api.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class RepositoriesAreSeenAndRemoved {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final FleetServer server = FleetServer.shared();
    private final Api api = server.api();

    private String push(String name, String tag, String salt) {
        byte[] config = ("{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\",\"author\":\"" + salt + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        api.send(api.request("/v2/" + name + "/blobs/uploads/?digest=" + Digest.of(config))
                .POST(BodyPublishers.ofByteArray(config)));
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST
                        + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                        + Digest.of(config) + "\",\"size\":" + config.length + "},\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8);
        Reply put = api.send(api.request("/v2/" + name + "/manifests/" + tag)
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofByteArray(manifest)));
        assertThat(put.status()).as(put.raw().body()).isEqualTo(201);
        return Digest.of(manifest).toString();
    }

    private static ImageFact image(String digest) {
        ImageFact like = Samples.image("127.0.0.1/used/app:v1", 10);
        return new ImageFact(
                digest,
                digest,
                like.references(),
                like.os(),
                like.architecture(),
                null,
                null,
                like.sizeBytes(),
                like.createdAt(),
                like.layers(),
                like.config());
    }

    private String id(String name) {
        return api.get("/repositories?q=" + name).text("/items/0/id");
    }

    @Test
    void a_repository_shows_its_tags_who_pushed_them_and_how_to_pull() {
        push("seen/app", "v1", "one");
        String second = push("seen/app", "v2", "two");
        Reply list = api.get("/repositories?q=SEEN");
        assertThat(list.body().at("/total").asInt()).isEqualTo(1);
        assertThat(list.text("/items/0/name")).isEqualTo("seen/app");
        assertThat(list.body().at("/items/0/tags").asInt()).isEqualTo(2);
        assertThat(list.body().at("/items/0/sizeBytes").asInt()).isPositive();
        assertThat(list.text("/items/0/pushedBy")).isEqualTo("admin/local script");

        Reply tags = api.get("/repositories/" + id("seen/app") + "/tags");
        assertThat(tags.text("/items/1/name")).isEqualTo("v2");
        assertThat(tags.text("/items/1/manifest/digest")).isEqualTo(second);
        assertThat(tags.text("/items/1/manifest/platforms/0")).isEqualTo("linux/arm64/v8");
        assertThat(tags.text("/items/1/pullCommand")).matches("docker pull 127\\.0\\.0\\.1:\\d+/seen/app:v2");
        Reply page = api.get("/repositories/" + id("seen/app") + "/tags?limit=1");
        assertThat(page.text("/items/0/name")).isEqualTo("v1");
        assertThat(api.get("/repositories/" + id("seen/app") + "/tags?limit=1&cursor=" + page.text("/next"))
                        .text("/items/0/name"))
                .isEqualTo("v2");
        assertThat(api.get("/audit?action=manifest.push").raw().body()).contains("seen/app");
    }

    @Test
    void a_tag_that_moved_leaves_its_manifest_untagged_and_removable() {
        String old = push("moved/app", "latest", "old");
        push("moved/app", "latest", "new");
        String path = "/repositories/" + id("moved/app");
        assertThat(api.get(path).text("/untagged/0/digest")).isEqualTo(old);

        assertThat(api.delete(path + "/manifests/" + old).status()).isEqualTo(204);
        assertThat(api.get(path).body().at("/untagged").size()).isZero();
        assertThat(api.delete(path + "/manifests/" + old).status()).isEqualTo(404);
    }

    @Test
    void the_last_tag_takes_its_manifest_with_it() {
        String digest = push("last/app", "a", "same");
        assertThat(push("last/app", "b", "same")).isEqualTo(digest);
        String path = "/repositories/" + id("last/app");

        assertThat(api.delete(path + "/tags/a").status()).isEqualTo(204);
        assertThat(api.get(path + "/manifests/" + digest).text("/tags/0")).isEqualTo("b");
        assertThat(api.delete(path + "/tags/b").status()).isEqualTo(204);
        assertThat(api.get(path + "/manifests/" + digest).status()).isEqualTo(404);
        assertThat(api.delete(path + "/tags/b").status()).isEqualTo(404);
    }

    @Test
    void what_a_host_or_container_uses_is_removed_by_force_alone() {
        String digest = push("used/app", "v1", "used");
        String path = "/repositories/" + id("used/app");
        try (FakeAgent agent =
                FakeAgent.join(server, "uses-it").withImage(image(digest)).connect()) {
            await().untilAsserted(() -> assertThat(
                            api.get(path + "/manifests/" + digest).text("/usedBy/0/hostName"))
                    .isEqualTo("uses-it"));
            for (String what : new String[] {"/tags/v1", "/manifests/" + digest, ""}) {
                Reply refused = api.delete(path + what);
                assertThat(refused.status()).as(what).isEqualTo(409);
                assertThat(refused.text("/code")).isEqualTo("IMAGE_IN_USE");
                assertThat(refused.text("/why")).contains("host uses-it");
            }
            Reply byProtocol =
                    api.send(api.request("/v2/used/app/manifests/" + digest).DELETE());
            assertThat(byProtocol.status()).isEqualTo(409);
            assertThat(byProtocol.text("/errors/0/code")).isEqualTo("DENIED");
            assertThat(byProtocol.text("/errors/0/message")).contains("host uses-it");

            assertThat(api.delete(path + "?force=true").status()).isEqualTo(204);
            assertThat(api.get(path).status()).isEqualTo(404);
            assertThat(api.get("/audit?action=repository.delete").raw().body()).contains("used/app");
        }
    }
}

package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.TestServer;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Walks the endpoints of the OCI distribution specification 1.1, by their numbers there. */
@Tag("server")
class EveryRouteOfTheSpecification {
    private final Registry registry = Registry.asAdmin(TestServer.shared());

    @Test
    void end_1_the_base_says_who_it_is_and_how_to_log_in() {
        HttpResponse<byte[]> stranger = Registry.with(TestServer.shared(), "").get("/v2/");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(Registry.header(stranger, "WWW-Authenticate")).isEqualTo("Basic realm=\"gantry\"");
        assertThat(Registry.code(stranger)).isEqualTo("UNAUTHORIZED");
        for (String path : List.of("/v2/", "/v2")) {
            HttpResponse<byte[]> known = registry.get(path);
            assertThat(known.statusCode()).as(path).isEqualTo(200);
            assertThat(Registry.header(known, "Docker-Distribution-Api-Version"))
                    .isEqualTo("registry/2.0");
        }
    }

    @Test
    void end_2_a_blob_is_handed_out_whole_and_in_parts() {
        byte[] blob = Registry.random(1, 5_000);
        String path = "/v2/walk/two/blobs/" + registry.push("walk/two", blob);

        HttpResponse<byte[]> head = registry.head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(Registry.header(head, "Content-Length")).isEqualTo("5000");
        assertThat(Registry.header(head, "Docker-Content-Digest"))
                .isEqualTo(Digest.of(blob).toString());
        assertThat(registry.get(path).body()).isEqualTo(blob);
        HttpResponse<byte[]> part = registry.get(path, "Range", "bytes=1000-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(blob, 1000, 2000));
        assertThat(Registry.header(part, "Content-Range")).isEqualTo("bytes 1000-1999/5000");
        assertThat(registry.get(path, "Range", "bytes=4990-").body()).isEqualTo(Arrays.copyOfRange(blob, 4990, 5000));
        assertThat(registry.get(path, "Range", "bytes=-5").body()).isEqualTo(Arrays.copyOfRange(blob, 4995, 5000));
        HttpResponse<byte[]> beyond = registry.get(path, "Range", "bytes=5000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(Registry.header(beyond, "Content-Range")).isEqualTo("bytes */5000");
    }

    @Test
    void end_2_an_unknown_blob_is_told_in_the_specifications_words() {
        HttpResponse<byte[]> unknown = registry.get("/v2/walk/two/blobs/" + Digest.of(Registry.bytes("nowhere")));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Registry.code(unknown)).isEqualTo("BLOB_UNKNOWN");
        assertThat(registry.head("/v2/walk/two/blobs/" + Digest.of(Registry.bytes("nowhere")))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void end_4a_and_6_a_blob_comes_by_post_and_put() {
        byte[] blob = Registry.random(2, 100_000);
        String upload = registry.begin("walk/four");
        HttpResponse<byte[]> put = registry.call("PUT", upload + "?digest=" + Digest.of(blob), blob);

        assertThat(put.statusCode()).as(Registry.text(put)).isEqualTo(201);
        assertThat(Registry.location(put)).isEqualTo("/v2/walk/four/blobs/" + Digest.of(blob));
        assertThat(registry.get(Registry.location(put)).body()).isEqualTo(blob);
        assertThat(registry.get(upload).statusCode()).isEqualTo(404);
    }

    @Test
    void end_4b_a_blob_comes_by_one_post() {
        byte[] blob = Registry.random(3, 10);
        HttpResponse<byte[]> post =
                registry.call("POST", "/v2/walk/four/blobs/uploads/?digest=" + Digest.of(blob), blob);

        assertThat(post.statusCode()).isEqualTo(201);
        assertThat(Registry.header(post, "Docker-Content-Digest"))
                .isEqualTo(Digest.of(blob).toString());
        assertThat(registry.get(Registry.location(post)).body()).isEqualTo(blob);
    }

    @Test
    void the_empty_blob_is_one_too() {
        String upload = registry.begin("walk/empty");
        Digest digest = Digest.of(new byte[0]);

        assertThat(registry.call("PUT", upload + "?digest=" + digest, new byte[0])
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> got = registry.get("/v2/walk/empty/blobs/" + digest);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEmpty();
    }

    @Test
    void end_5_and_13_a_blob_comes_in_chunks_and_goes_on_where_its_status_says() {
        byte[] blob = Registry.random(4, 3_000);
        String upload = registry.begin("walk/five");
        HttpResponse<byte[]> first =
                registry.call("PATCH", upload, Arrays.copyOfRange(blob, 0, 1000), "Content-Range", "0-999");
        assertThat(first.statusCode()).as(Registry.text(first)).isEqualTo(202);
        assertThat(Registry.header(first, "Range")).isEqualTo("0-999");
        HttpResponse<byte[]> status = registry.get(upload);
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(Registry.header(status, "Range")).isEqualTo("0-999");
        assertThat(Registry.location(status)).isEqualTo(upload);
        assertThat(registry.stream("PATCH", upload, Arrays.copyOfRange(blob, 1000, 2000))
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<byte[]> last = registry.call(
                "PUT",
                upload + "?digest=" + Digest.of(blob),
                Arrays.copyOfRange(blob, 2000, 3000),
                "Content-Range",
                "2000-2999");

        assertThat(last.statusCode()).as(Registry.text(last)).isEqualTo(201);
        assertThat(registry.get(Registry.location(last)).body()).isEqualTo(blob);
    }

    @Test
    void end_11_a_blob_is_mounted_from_another_repository_or_sent_after_all() {
        byte[] blob = Registry.random(5, 700);
        Digest digest = registry.push("walk/source", blob);
        HttpResponse<byte[]> mounted = registry.call(
                "POST", "/v2/walk/target/blobs/uploads/?mount=" + digest + "&from=walk/source", new byte[0]);
        assertThat(mounted.statusCode()).isEqualTo(201);
        assertThat(registry.get(Registry.location(mounted)).body()).isEqualTo(blob);
        assertThat(registry.call("POST", "/v2/walk/any/blobs/uploads/?mount=" + digest, new byte[0])
                        .statusCode())
                .as("from wherever it is")
                .isEqualTo(201);
        for (String from : List.of("walk/nowhere", "walk/two")) {
            HttpResponse<byte[]> fallback = registry.call(
                    "POST", "/v2/walk/other/blobs/uploads/?mount=" + digest + "&from=" + from, new byte[0]);
            assertThat(fallback.statusCode()).as(from).isEqualTo(202);
            assertThat(Registry.location(fallback)).contains("/v2/walk/other/blobs/uploads/");
        }
    }

    @Test
    void end_14_an_upload_is_cancelled() {
        String upload = registry.begin("walk/cancel");
        registry.call("PATCH", upload, Registry.random(6, 100));

        assertThat(registry.delete(upload).statusCode()).isEqualTo(204);
        HttpResponse<byte[]> gone = registry.call("PATCH", upload, Registry.random(6, 100));
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(Registry.code(gone)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void end_3_7_and_9_a_manifest_comes_goes_and_is_the_very_bytes() {
        byte[] manifest = registry.image("walk/three", "v1", Registry.random(7, 400));
        String digest = Digest.of(manifest).toString();
        for (String reference : List.of("v1", digest)) {
            HttpResponse<byte[]> got = registry.get("/v2/walk/three/manifests/" + reference);
            assertThat(got.body()).isEqualTo(manifest);
            assertThat(Registry.header(got, "Content-Type")).isEqualTo(Registry.MANIFEST);
            assertThat(Registry.header(got, "Docker-Content-Digest")).isEqualTo(digest);
            HttpResponse<byte[]> head = registry.head("/v2/walk/three/manifests/" + reference);
            assertThat(Registry.header(head, "Content-Length")).isEqualTo(Integer.toString(manifest.length));
        }
        assertThat(registry.put("walk/three", digest, Registry.MANIFEST, manifest)
                        .statusCode())
                .isEqualTo(201);

        assertThat(registry.delete("/v2/walk/three/manifests/v1").statusCode()).isEqualTo(202);
        assertThat(Registry.code(registry.get("/v2/walk/three/manifests/v1"))).isEqualTo("MANIFEST_UNKNOWN");
        assertThat(registry.get("/v2/walk/three/manifests/" + digest).statusCode())
                .as("a tag goes alone")
                .isEqualTo(200);
        assertThat(registry.delete("/v2/walk/three/manifests/" + digest).statusCode())
                .isEqualTo(202);
        assertThat(registry.get("/v2/walk/three/manifests/" + digest).statusCode())
                .isEqualTo(404);
        assertThat(registry.delete("/v2/walk/three/manifests/" + digest).statusCode())
                .isEqualTo(404);
    }

    @Test
    void end_8_tags_are_listed_in_order_and_in_pages() {
        for (String tag : List.of("b", "a", "C", "d")) {
            registry.image("walk/eight", tag, Registry.random(8, 100));
        }
        assertThat(tags("/v2/walk/eight/tags/list")).containsExactly("C", "a", "b", "d");
        HttpResponse<byte[]> page = registry.get("/v2/walk/eight/tags/list?n=2");
        assertThat(tags("/v2/walk/eight/tags/list?n=2")).containsExactly("C", "a");
        assertThat(Registry.header(page, "Link")).isEqualTo("</v2/walk/eight/tags/list?n=2&last=a>; rel=\"next\"");
        assertThat(tags("/v2/walk/eight/tags/list?n=2&last=a")).containsExactly("b", "d");
        assertThat(Registry.header(registry.get("/v2/walk/eight/tags/list?n=2&last=a"), "Link"))
                .isEmpty();
        assertThat(tags("/v2/walk/eight/tags/list?n=0")).isEmpty();
        assertThat(Registry.code(registry.get("/v2/walk/eight/tags/list?n=-1"))).isEqualTo("PAGINATION_NUMBER_INVALID");
        assertThat(Registry.code(registry.get("/v2/walk/never/tags/list"))).isEqualTo("NAME_UNKNOWN");
    }

    private List<String> tags(String path) {
        return Registry.JSON
                .readTree(registry.get(path).body())
                .get("tags")
                .valueStream()
                .map(tag -> tag.asString())
                .toList();
    }

    @Test
    void the_catalog_lists_repositories_in_pages() {
        registry.image("catalog/a", "v1", Registry.random(9, 100));
        registry.image("catalog/b", "v1", Registry.random(9, 100));
        registry.begin("catalog/only-begun");

        HttpResponse<byte[]> page = registry.get("/v2/_catalog?n=1&last=catalog/");
        assertThat(Registry.text(page)).isEqualTo("{\"repositories\":[\"catalog/a\"]}");
        assertThat(Registry.header(page, "Link")).isEqualTo("</v2/_catalog?n=1&last=catalog%2Fa>; rel=\"next\"");
        assertThat(Registry.text(registry.get("/v2/_catalog"))).doesNotContain("only-begun");
    }

    @Test
    void end_10_a_blob_is_deleted_unless_a_manifest_needs_it() {
        byte[] needed = Registry.random(10, 100);
        byte[] manifest = registry.image("walk/ten", "v1", needed);
        HttpResponse<byte[]> refused = registry.delete("/v2/walk/ten/blobs/" + Digest.of(needed));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Registry.code(refused)).isEqualTo("DENIED");
        registry.delete("/v2/walk/ten/manifests/" + Digest.of(manifest));

        assertThat(registry.delete("/v2/walk/ten/blobs/" + Digest.of(needed)).statusCode())
                .isEqualTo(202);
        assertThat(registry.get("/v2/walk/ten/blobs/" + Digest.of(needed)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void end_12_what_is_about_a_manifest_is_found_even_before_it_is_there() {
        byte[] subject = Registry.manifest(Registry.config(12));
        byte[] empty = Registry.bytes("{}");
        registry.push("walk/twelve", empty);
        for (String type : List.of("application/vnd.one", "application/vnd.two")) {
            byte[] about = Registry.JSON.writeValueAsBytes(Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    Registry.MANIFEST,
                    "artifactType",
                    type,
                    "config",
                    Registry.descriptor("application/vnd.oci.empty.v1+json", empty),
                    "layers",
                    List.of(Registry.descriptor("application/vnd.oci.empty.v1+json", empty)),
                    "subject",
                    Registry.descriptor(Registry.MANIFEST, subject),
                    "annotations",
                    Map.of("org.example.kind", type)));
            HttpResponse<byte[]> put =
                    registry.put("walk/twelve", Digest.of(about).toString(), Registry.MANIFEST, about);
            assertThat(put.statusCode()).as(Registry.text(put)).isEqualTo(201);
            assertThat(Registry.header(put, "OCI-Subject"))
                    .isEqualTo(Digest.of(subject).toString());
        }
        String path = "/v2/walk/twelve/referrers/" + Digest.of(subject);
        HttpResponse<byte[]> all = registry.get(path);
        assertThat(Registry.header(all, "Content-Type")).isEqualTo(Registry.INDEX);
        assertThat(Registry.JSON.readTree(all.body()).get("manifests").size()).isEqualTo(2);
        HttpResponse<byte[]> one = registry.get(path + "?artifactType=application%2Fvnd.one");
        assertThat(Registry.header(one, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(Registry.JSON.readTree(one.body()).at("/manifests").size()).isEqualTo(1);
        assertThat(Registry.JSON
                        .readTree(one.body())
                        .at("/manifests/0/annotations/org.example.kind")
                        .asString())
                .isEqualTo("application/vnd.one");
        HttpResponse<byte[]> none = registry.get("/v2/walk/none/referrers/" + Digest.of(empty));
        assertThat(none.statusCode()).isEqualTo(200);
        assertThat(Registry.JSON.readTree(none.body()).get("manifests").size()).isZero();
    }

    @Test
    void an_index_is_taken_once_its_manifests_are_there_and_keeps_them() {
        byte[] config = Registry.config(13);
        byte[] child = Registry.manifest(config);
        byte[] index = Registry.JSON.writeValueAsBytes(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                Registry.INDEX,
                "manifests",
                List.of(Registry.descriptor(Registry.MANIFEST, child))));
        HttpResponse<byte[]> early = registry.put("walk/index", "v1", Registry.INDEX, index);
        assertThat(early.statusCode()).isEqualTo(400);
        assertThat(Registry.code(early)).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        registry.push("walk/index", config);
        registry.put("walk/index", Digest.of(child).toString(), Registry.MANIFEST, child);

        assertThat(registry.put("walk/index", "v1", Registry.INDEX, index).statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> refused = registry.delete("/v2/walk/index/manifests/" + Digest.of(child));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Registry.code(refused)).isEqualTo("DENIED");
        assertThat(registry.delete("/v2/walk/index/manifests/" + Digest.of(index))
                        .statusCode())
                .isEqualTo(202);
        assertThat(registry.get("/v2/walk/index/manifests/" + Digest.of(child)).statusCode())
                .as("nothing led to it but the index")
                .isEqualTo(404);
    }
}

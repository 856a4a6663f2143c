package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.TestServer;
import dev.gantry.server.postgres.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attacks on the registry's routes, each by its name. */
@Tag("server")
class HostileClientsAreRefused {
    private static final TestServer SERVER = TestServer.shared();

    private final Registry registry = Registry.asAdmin(SERVER);

    @Test
    void path_tricks_never_reach_a_file() throws IOException {
        for (String path : List.of(
                "/v2/../api/v1/users",
                "/v2/a/blobs/sha256:../../../server/token",
                "/v2/%2e%2e/%2e%2e/etc/passwd",
                "/v2/a/blobs/..%2f..%2fserver%2ftoken",
                "/v2/a;x=y/tags/list",
                "/v2//a/tags/list",
                "/v2/a/manifests/../../../server/admin.json",
                "/v2/a/blobs/uploads/..%5c..",
                "/v2/a%00/tags/list")) {
            String answer = raw("GET " + path + " HTTP/1.1", "");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|404|401) .*");
            assertThat(answer).doesNotContain(SERVER.token());
        }
    }

    /** Sends a request line as it is, which no client library would. */
    private static String raw(String line, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", SERVER.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((line + "\r\nHost: x\r\nAuthorization: Bearer " + SERVER.token()
                            + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_method_smuggled_in_a_header_or_parameter_is_not_believed() {
        byte[] manifest = registry.image("hostile/method", "v1", Registry.random(1, 10));
        String viewer = SERVER.tokenOf("smuggler", "VIEWER");
        Registry reader = Registry.as(SERVER, "x", viewer);
        String path = "/v2/hostile/method/manifests/" + Digest.of(manifest);

        assertThat(reader.get(path + "?_method=DELETE", "X-HTTP-Method-Override", "DELETE")
                        .statusCode())
                .isEqualTo(200);
        assertThat(reader.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void a_wrong_digest_on_put_keeps_nothing() {
        String upload = registry.begin("hostile/digest");
        Digest promised = Digest.of(Registry.bytes("good"));
        HttpResponse<byte[]> refused = registry.call("PUT", upload + "?digest=" + promised, Registry.bytes("evil"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Registry.code(refused)).isEqualTo("DIGEST_INVALID");
        assertThat(registry.get("/v2/hostile/digest/blobs/" + promised).statusCode())
                .isEqualTo(404);
        assertThat(registry.get(upload).statusCode()).isEqualTo(404);
        for (String digest : List.of("sha256:../../x", "sha512:00", "md5:" + "0".repeat(32), "")) {
            String other = registry.begin("hostile/digest");
            assertThat(Registry.code(registry.call("PUT", other + "?digest=" + digest, Registry.bytes("x"))))
                    .as(digest)
                    .isEqualTo("DIGEST_INVALID");
        }
    }

    @Test
    void a_body_longer_or_shorter_than_its_content_range_leaves_the_upload_as_it_was() {
        String upload = registry.begin("hostile/range");
        registry.call("PATCH", upload, new byte[100], "Content-Range", "0-99");
        for (int size : List.of(9, 11, 100_000)) {
            HttpResponse<byte[]> refused = registry.stream("PATCH", upload, new byte[size], "Content-Range", "100-109");
            assertThat(refused.statusCode()).as("%d bytes", size).isEqualTo(400);
            assertThat(Registry.code(refused)).isEqualTo("SIZE_INVALID");
            assertThat(Registry.header(registry.get(upload), "Range")).isEqualTo("0-99");
        }
        assertThat(registry.call("PATCH", upload, new byte[11], "Content-Range", "100-109")
                        .statusCode())
                .isEqualTo(400);
        assertThat(registry.call("PATCH", upload, new byte[10], "Content-Range", "100-109")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void a_chunk_out_of_order_is_told_where_to_go_on() {
        String upload = registry.begin("hostile/order");
        registry.call("PATCH", upload, new byte[100], "Content-Range", "0-99");
        for (String range : List.of("0-99", "50-59", "200-209")) {
            int size = range.equals("0-99") ? 100 : 10;
            HttpResponse<byte[]> refused = registry.call("PATCH", upload, new byte[size], "Content-Range", range);
            assertThat(refused.statusCode()).as(range).isEqualTo(416);
            assertThat(Registry.header(refused, "Range")).isEqualTo("0-99");
            assertThat(Registry.location(refused)).isEqualTo(upload);
        }
        for (String range : List.of("9-0", "a-b", "-5", "0-99999999999999999999")) {
            assertThat(registry.call("PATCH", upload, new byte[5], "Content-Range", range)
                            .statusCode())
                    .as(range)
                    .isEqualTo(400);
        }
    }

    @Test
    void of_two_finishes_at_once_one_wins_and_the_blob_is_whole() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        for (int round = 0; round < 20; round++) {
            byte[] blob = Registry.random(100 + round, 300_000);
            String upload = registry.begin("hostile/race");
            registry.call("PATCH", upload, blob);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                answers.add(both.submit(() -> registry.call("PUT", upload + "?digest=" + Digest.of(blob), new byte[0])
                        .statusCode()));
            }
            List<Integer> seen = new ArrayList<>();
            for (Future<Integer> each : answers) {
                seen.add(each.get(30, TimeUnit.SECONDS));
            }
            assertThat(seen).contains(201);
            assertThat(seen).allMatch(status -> List.of(201, 404, 409, 400).contains(status));
            assertThat(registry.get("/v2/hostile/race/blobs/" + Digest.of(blob)).body())
                    .isEqualTo(blob);
        }
        both.shutdown();
    }

    @Test
    void a_mount_from_a_repository_without_the_blob_tells_nothing_and_gives_nothing() {
        byte[] secret = Registry.random(2, 300);
        Digest digest = registry.push("hostile/secret", secret);
        registry.push("hostile/elsewhere", Registry.random(3, 3));
        HttpResponse<byte[]> fallback = registry.call(
                "POST", "/v2/hostile/thief/blobs/uploads/?mount=" + digest + "&from=hostile/elsewhere", new byte[0]);
        assertThat(fallback.statusCode()).isEqualTo(202);
        assertThat(registry.get("/v2/hostile/thief/blobs/" + digest).statusCode())
                .isEqualTo(404);
        byte[] manifest = Registry.manifest(secret);
        assertThat(Registry.code(registry.put("hostile/thief", "v1", Registry.MANIFEST, manifest)))
                .as("nor does a manifest reach into another repository")
                .isEqualTo("MANIFEST_BLOB_UNKNOWN");
        String viewer = SERVER.tokenOf("mounter", "VIEWER");
        assertThat(Registry.as(SERVER, "x", viewer)
                        .call("POST", "/v2/hostile/thief/blobs/uploads/?mount=" + digest, new byte[0])
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_tag_named_like_a_digest_is_no_tag() {
        byte[] config = Registry.config(1);
        registry.push("hostile/tag", config);
        byte[] manifest = Registry.manifest(config);
        String other = Digest.of(Registry.bytes("another")).toString();

        assertThat(Registry.code(registry.put("hostile/tag", other, Registry.MANIFEST, manifest)))
                .isEqualTo("DIGEST_INVALID");
        assertThat(Registry.code(registry.put("hostile/tag", "sha256:latest", Registry.MANIFEST, manifest)))
                .isEqualTo("DIGEST_INVALID");
    }

    @Test
    void manifests_that_could_be_taken_for_something_else_are_refused() {
        byte[] config = Registry.config(2);
        registry.push("hostile/manifest", config);
        String good = new String(Registry.manifest(config), StandardCharsets.UTF_8);
        Map<String, String> bad = Map.of(
                "both manifests and layers", good.replaceFirst("\\{", "{\"manifests\":[],"),
                "a key twice", good.replaceFirst("\\{", "{\"config\":{},"),
                "a key in another case", good.replaceFirst("\\{", "{\"Layers\":[],"),
                "schema 1", "{\"schemaVersion\":1,\"fsLayers\":[]}",
                "trailing data", good + "{}",
                "no JSON", "<html>",
                "a list", "[]",
                "deep", "[".repeat(100_000),
                "a negative size", good.replaceFirst("\"size\":\\d+", "\"size\":-1"),
                "a digest that climbs", good.replaceFirst("sha256:[0-9a-f]+", "sha256:../../../etc/passwd"));
        bad.forEach((what, text) -> {
            HttpResponse<byte[]> refused =
                    registry.put("hostile/manifest", "v1", Registry.MANIFEST, Registry.bytes(text));
            assertThat(refused.statusCode()).as(what).isEqualTo(400);
            assertThat(Registry.code(refused)).as(what).isEqualTo("MANIFEST_INVALID");
        });
        assertThat(Registry.code(registry.put("hostile/manifest", "v1", Registry.INDEX, Registry.bytes(good))))
                .as("announced as another type")
                .isEqualTo("MANIFEST_INVALID");
        assertThat(Registry.code(registry.put(
                        "hostile/manifest",
                        "v1",
                        Registry.MANIFEST,
                        Registry.bytes(good.replaceFirst("\"size\":(\\d+)", "\"size\":1$1")))))
                .as("a size that is not the blob's")
                .isEqualTo("MANIFEST_INVALID");
    }

    @Test
    void an_index_of_100_000_entries_is_refused_as_too_large_or_too_long() {
        StringBuilder index = new StringBuilder("{\"schemaVersion\":2,\"manifests\":[");
        String entry = "{\"mediaType\":\"m\",\"size\":1,\"digest\":\"" + Digest.of(new byte[0]) + "\"}";
        index.append((entry + ",").repeat(99_999)).append(entry).append("]}");
        HttpResponse<byte[]> large =
                registry.put("hostile/index", "v1", Registry.INDEX, Registry.bytes(index.toString()));
        assertThat(large.statusCode()).isEqualTo(413);
        String shorter = "{\"schemaVersion\":2,\"manifests\":[" + (entry + ",").repeat(20_000) + entry + "]}";
        HttpResponse<byte[]> many = registry.put("hostile/index", "v1", Registry.INDEX, Registry.bytes(shorter));
        assertThat(many.statusCode()).isEqualTo(400);
        assertThat(Registry.code(many)).isEqualTo("MANIFEST_INVALID");
    }

    @Test
    void indexes_nest_twice_and_no_deeper() {
        byte[] inner =
                Registry.bytes("{\"schemaVersion\":2,\"mediaType\":\"" + Registry.INDEX + "\",\"manifests\":[]}");
        for (int depth = 1; depth <= 3; depth++) {
            HttpResponse<byte[]> put = registry.put("hostile/nest", "d" + depth, Registry.INDEX, inner);
            assertThat(put.statusCode()).as("depth %d", depth).isEqualTo(depth <= 2 ? 201 : 400);
            inner = Registry.JSON.writeValueAsBytes(Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    Registry.INDEX,
                    "manifests",
                    List.of(Registry.descriptor(Registry.INDEX, inner))));
        }
    }

    @Test
    void a_body_where_none_belongs_is_bounded_and_a_form_is_not_read_as_parameters() {
        byte[] large = new byte[(1 << 20) + 1];
        assertThat(registry.call("DELETE", "/v2/hostile/body/manifests/v1", large)
                        .statusCode())
                .isEqualTo(413);
        HttpResponse<byte[]> form = registry.call(
                "POST",
                "/v2/hostile/body/blobs/uploads/",
                Registry.bytes("digest=" + Digest.of(new byte[0])),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(form.statusCode()).isEqualTo(202);
    }

    @Test
    void what_is_pushed_can_not_run_as_a_page_of_this_server() {
        byte[] page = Registry.bytes("<script>alert(1)</script>");
        HttpResponse<byte[]> got = registry.get("/v2/hostile/page/blobs/" + registry.push("hostile/page", page));

        assertThat(Registry.header(got, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(Registry.header(got, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Registry.header(got, "Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void a_quota_is_told_and_the_bytes_beyond_it_are_given_back() {
        try (TestServer small = TestServer.start(
                TestDatabase.fresh(), "--gantry.repository.repository-quota=1MB", "--gantry.repository.quota=2MB")) {
            Registry there = Registry.asAdmin(small);
            byte[] most = Registry.random(4, 900_000);
            there.push("small/a", most);
            HttpResponse<byte[]> refused = there.stream("PATCH", there.begin("small/a"), new byte[400_000]);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(Registry.code(refused)).isEqualTo("DENIED");
            assertThat(Registry.text(refused)).contains("the repository may hold 1 MiB");
            there.push("small/b", Registry.random(5, 900_000));
            HttpResponse<byte[]> all = there.call(
                    "POST",
                    "/v2/small/c/blobs/uploads/?digest=" + Digest.of(Registry.random(6, 400_000)),
                    Registry.random(6, 400_000));
            assertThat(Registry.text(all)).contains("the registry may hold 2 MiB");
            assertThat(there.push("small/c", Arrays.copyOf(most, 1000))).isNotNull();
        }
    }

    @Test
    void an_almost_full_disk_is_not_filled() {
        try (TestServer full = TestServer.start(TestDatabase.fresh(), "--gantry.repository.keep-free=900TB")) {
            HttpResponse<byte[]> refused = Registry.asAdmin(full).call("POST", "/v2/full/blobs/uploads/", new byte[0]);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(Registry.code(refused)).isEqualTo("DENIED");
            assertThat(Registry.text(refused)).contains("disk has no room");
        }
    }
}

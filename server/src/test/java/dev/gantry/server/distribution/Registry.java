package dev.gantry.server.distribution;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** A client of the registry that says what it is told to, right or wrong. */
final class Registry {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private final String authorization;

    private Registry(String base, String authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    static Registry asAdmin(TestServer server) {
        return as(server, "anybody", server.token());
    }

    static Registry as(TestServer server, String name, String secret) {
        String pair = Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return with(server, "Basic " + pair);
    }

    /** With this Authorization header; none when it is empty. */
    static Registry with(TestServer server, String authorization) {
        return new Registry("http://127.0.0.1:" + server.port(), authorization);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> call(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, publisher(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static BodyPublisher publisher(byte[] body) {
        return body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return call("GET", path, new byte[0], headers);
    }

    HttpResponse<byte[]> head(String path) {
        return call("HEAD", path, new byte[0]);
    }

    HttpResponse<byte[]> delete(String path) {
        return call("DELETE", path, new byte[0]);
    }

    /** The address of a new upload. */
    String begin(String name) {
        return location(call("POST", "/v2/" + name + "/blobs/uploads/", new byte[0]));
    }

    /** A chunk of unstated length. */
    HttpResponse<byte[]> stream(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = request(path)
                .method(method, BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Digest push(String name, byte[] blob) {
        Digest digest = Digest.of(blob);
        HttpResponse<byte[]> answer = call("POST", "/v2/" + name + "/blobs/uploads/?digest=" + digest, blob);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("push: " + text(answer));
        }
        return digest;
    }

    HttpResponse<byte[]> put(String name, String reference, String type, byte[] manifest) {
        return call("PUT", "/v2/" + name + "/manifests/" + reference, manifest, "Content-Type", type);
    }

    /** Pushes an image of these layers under the tag. @return its manifest */
    byte[] image(String name, String tag, byte[]... layers) {
        byte[] config = config(new Random(layers.length).nextInt());
        push(name, config);
        for (byte[] layer : layers) {
            push(name, layer);
        }
        byte[] manifest = manifest(config, layers);
        HttpResponse<byte[]> answer = put(name, tag, MANIFEST, manifest);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("image: " + text(answer));
        }
        return manifest;
    }

    static byte[] config(int salt) {
        return bytes("{\"os\":\"linux\",\"architecture\":\"amd64\",\"author\":\"" + salt
                + "\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
    }

    static byte[] manifest(byte[] config, byte[]... layers) {
        List<Object> all = new ArrayList<>();
        for (byte[] layer : layers) {
            all.add(descriptor(LAYER, layer));
        }
        return JSON.writeValueAsBytes(
                Map.of("schemaVersion", 2, "mediaType", MANIFEST, "config", descriptor(CONFIG, config), "layers", all));
    }

    static Map<String, Object> descriptor(String type, byte[] content) {
        return Map.of("mediaType", type, "digest", Digest.of(content).toString(), "size", content.length);
    }

    static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String location(HttpResponse<byte[]> answer) {
        return header(answer, "Location");
    }

    /** Empty when the answer has none. */
    static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** The code of the first error in the answer. */
    static String code(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body()).at("/errors/0/code").asString("");
    }
}

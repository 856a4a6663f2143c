package dev.gantry.oci.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ManifestDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A registry on loopback that answers as a test wants, and writes down what it was asked. */
public final class FakeRegistry implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** @param authorization the header, if it came */
    public record Asked(String method, String path, Optional<String> authorization, Optional<String> range) {}

    /** How one path is answered. */
    @FunctionalInterface
    public interface Route {
        void answer(HttpExchange exchange) throws IOException;
    }

    public FakeRegistry() throws IOException {
        this(null);
    }

    /** @param tls null for plain HTTP */
    public FakeRegistry(@Nullable SSLContext tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = https;
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(new Asked(
                exchange.getRequestMethod(),
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))));
        try (exchange) {
            routes.getOrDefault(path, FakeRegistry::notFound).answer(exchange);
        }
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(404, -1);
    }

    public FakeRegistry on(String path, Route route) {
        routes.put(path, route);
        return this;
    }

    /** @param type of the content */
    public FakeRegistry serve(String path, String type, byte[] content) {
        return on(path, exchange -> reply(exchange, 200, type, content));
    }

    /** All of an image, its manifest under its digest and the tag. */
    public FakeRegistry serve(String repository, String tag, ImageFixture image) {
        for (byte[] blob : image.blobs(image.compression())) {
            serve(blobPath(repository, blob), "application/octet-stream", blob);
        }
        serve(blobPath(repository, image.configJson()), "application/octet-stream", image.configJson());
        return serve(repository, tag, image.manifest());
    }

    /** A manifest or an index, under its digest and the tag. */
    public FakeRegistry serve(String repository, String tag, ManifestDocument document) {
        byte[] bytes = document.raw().bytes();
        Route route = exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", document.raw().digest().toString());
            reply(exchange, 200, document.mediaType().text(), bytes);
        };
        return on(manifestPath(repository, document.raw().digest().toString()), route)
                .on(manifestPath(repository, tag), route);
    }

    public static String manifestPath(String repository, String reference) {
        return "/v2/" + repository + "/manifests/" + reference;
    }

    public static void reply(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
        }
        exchange.sendResponseHeaders(status, head || content.length == 0 ? -1 : content.length);
        if (!head && content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    public static Route redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    /** Answers with 401 and the challenge unless the header is the expected one. */
    public static Route guarded(String expected, String challenge, Route inside) {
        return exchange -> {
            if (expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                inside.answer(exchange);
                return;
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            exchange.sendResponseHeaders(401, -1);
        };
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** @param name of the loopback: "127.0.0.1" and "localhost" are different hosts to a client */
    public String url(String name, String path) {
        return (server instanceof HttpsServer ? "https" : "http") + "://" + name + ":" + port() + path;
    }

    public String host() {
        return "127.0.0.1:" + port();
    }

    public static String blobPath(String repository, byte[] content) {
        return "/v2/" + repository + "/blobs/" + Digest.of(content);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.gantry.server;

import dev.gantry.server.postgres.Database;
import dev.gantry.server.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with a database and a home of its own, asked over HTTP. */
public final class TestServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static @Nullable TestServer shared;

    private final Path home;
    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;

    private TestServer(Path home, ConfigurableApplicationContext context) {
        this.home = home;
        this.context = context;
        this.port = Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** One for all tests that do not mind each other. */
    public static synchronized TestServer shared() {
        TestServer known = shared;
        if (known == null) {
            TestServer started = start(TestDatabase.fresh());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
            known = started;
        }
        return known;
    }

    /** One of its own on this database, with more settings as `--key=value`. */
    public static TestServer start(Database database, String... settings) {
        return start(freshHome(), database, settings);
    }

    private static TestServer start(Path home, Database database, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--gantry.database.url=" + database.url(),
                "--gantry.database.user=" + database.user(),
                "--gantry.database.password=" + database.password()));
        all.addAll(List.of(settings));
        return startIn(home, all.toArray(String[]::new));
    }

    /** Another one on the same database, with a home that knows the first one's secrets. */
    public static TestServer startBeside(TestServer first, Database database, String... settings) {
        Path home = freshHome();
        try {
            Files.createDirectories(home.resolve("server"));
            for (String secret : List.of("server/secret.key", "server/token")) {
                Files.copy(first.home.resolve(secret), home.resolve(secret));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(home, database, settings);
    }

    /** One that runs its database itself, as `gantry up` starts it. */
    public static TestServer startIn(Path home, String... settings) {
        List<String> all = new ArrayList<>(
                List.of("--gantry.server.home=" + home, "--server.port=0", "--gantry.agent-port.port=0"));
        all.addAll(List.of(settings));
        return new TestServer(home, SpringApplication.run(GantryServer.class, all.toArray(String[]::new)));
    }

    public static Path freshHome() {
        try {
            return Files.createTempDirectory("gantry-home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public int port() {
        return port;
    }

    public Path home() {
        return home;
    }

    public String token() {
        return read(home.resolve("server/token")).strip();
    }

    public String adminPassword() {
        return JSON.readTree(read(home.resolve("server/admin.json")))
                .get("password")
                .asString();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    public HttpRequest.Builder asAdmin(String path) {
        return request(path).header("Authorization", "Bearer " + token());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(asAdmin(path));
    }

    public HttpResponse<String> post(String path, String json) {
        return send(withJson(asAdmin(path), "POST", json));
    }

    public static HttpRequest.Builder withJson(HttpRequest.Builder request, String method, String json) {
        return request.method(method, HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", "application/json");
    }

    /** A user of this role with a token. */
    public String tokenOf(String name, String role) {
        post("/api/v1/users", "{\"name\":\"" + name + "\",\"password\":\"a long password\",\"role\":\"" + role + "\"}");
        Browser browser = new Browser(this);
        browser.login(name, "a long password");
        String made = browser.send("POST", "/api/v1/tokens", "{\"name\":\"t\",\"expiresInDays\":1}")
                .body();
        return json(made).get("secret").asString();
    }

    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        TestDatabase.delete(home);
    }
}

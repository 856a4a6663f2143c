package dev.gantry.server.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a script sees it. */
final class Api {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    Api(String base, String token) {
        this.base = base;
        this.token = token;
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    Reply postAsync(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    Reply patch(String path, String ifMatch, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    Reply upload(String path, BodyPublisher body) {
        return send(
                request(path).header("Content-Type", "application/octet-stream").POST(body));
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    CompletableFuture<HttpResponse<java.io.InputStream>> stream(String path, String accept) {
        return client.sendAsync(request(path).header("Accept", accept).GET().build(), BodyHandlers.ofInputStream());
    }

    HttpRequest.Builder request(String path) {
        String root =
                path.startsWith("/agent") || path.startsWith("/v2/") || path.startsWith("/livez") ? "" : "/api/v1";
        return HttpRequest.newBuilder(URI.create(base + root + path)).header("Authorization", "Bearer " + token);
    }

    Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            String body = response.body();
            return new Reply(
                    response.statusCode(),
                    body.isBlank()
                                    || !response.headers()
                                            .firstValue("Content-Type")
                                            .orElse("")
                                            .contains("json")
                            ? JSON.nullNode()
                            : JSON.readTree(body),
                    response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Reply(int status, JsonNode body, HttpResponse<String> raw) {
        String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }
}

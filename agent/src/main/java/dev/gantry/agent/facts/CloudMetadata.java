package dev.gantry.agent.facts;

import dev.gantry.protocol.facts.HostFacts.Location;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the metadata services of all clouds at once where this host stands: Azure Instance Metadata Service, AWS IMDSv2
 * (a token first), Google Compute Engine. At most one answers; where none does, the host is on premises.
 */
final class CloudMetadata {
    private static final Location ON_PREMISES = new Location("on-premises", null, null, null, null);

    private final MetadataSettings settings;
    private final JsonMapper json;
    private final Duration patience;

    /** @param patience for all of it */
    CloudMetadata(MetadataSettings settings, JsonMapper json, Duration patience) {
        this.settings = settings;
        this.json = json;
        this.patience = patience;
    }

    /** Completes within the patience, never exceptionally. */
    CompletableFuture<Location> locate() {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        CompletableFuture<Location> found = new CompletableFuture<>();
        CompletableFuture<?>[] all = {
            azure(client).thenAccept(found::complete),
            aws(client).thenAccept(found::complete),
            google(client).thenAccept(found::complete)
        };
        for (CompletableFuture<?> one : all) {
            // A service that is not there is no news; when none is there, the last one says so.
            one.exceptionally(e -> null);
        }
        var last = CompletableFuture.allOf(all).exceptionally(e -> null);
        last.thenRun(() -> found.complete(ON_PREMISES));
        return found.completeOnTimeout(ON_PREMISES, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** learn.microsoft.com/azure/virtual-machines/instance-metadata-service */
    private CompletableFuture<Location> azure(HttpClient client) {
        return get(client, settings.azure(), "/metadata/instance?api-version=2021-02-01", "Metadata", "true")
                .thenApply(answer -> {
                    JsonNode compute = read(answer).path("compute");
                    return cloud("azure", text(compute, "location"), text(compute, "zone"), text(compute, "vmSize"));
                });
    }

    /** docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html */
    private CompletableFuture<Location> aws(HttpClient client) {
        HttpRequest token = request(settings.aws(), "/latest/api/token")
                .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
                .PUT(BodyPublishers.noBody())
                .build();
        return send(client, token)
                .thenCompose(answer -> get(
                        client,
                        settings.aws(),
                        "/latest/dynamic/instance-identity/document",
                        "X-aws-ec2-metadata-token",
                        answer.body().strip()))
                .thenApply(answer -> {
                    JsonNode document = read(answer);
                    return cloud(
                            "aws",
                            text(document, "region"),
                            text(document, "availabilityZone"),
                            text(document, "instanceType"));
                });
    }

    /** cloud.google.com/compute/docs/metadata/querying-metadata; zone and type come as paths. */
    private CompletableFuture<Location> google(HttpClient client) {
        return get(
                        client,
                        settings.google(),
                        "/computeMetadata/v1/instance/?recursive=true",
                        "Metadata-Flavor",
                        "Google")
                .thenApply(answer -> {
                    if (!answer.headers()
                            .firstValue("Metadata-Flavor")
                            .orElse("")
                            .equals("Google")) {
                        throw new CompletionException(new IOException("the answer is not Google's"));
                    }
                    JsonNode instance = read(answer);
                    String zone = lastPart(text(instance, "zone"));
                    String region = zone == null ? null : zone.replaceFirst("-[^-]*$", "");
                    return cloud("google", region, zone, lastPart(text(instance, "machineType")));
                });
    }

    private static Location cloud(
            String provider, @Nullable String region, @Nullable String zone, @Nullable String type) {
        if (region == null) {
            throw new CompletionException(new IOException("the answer names no region"));
        }
        return new Location("cloud", provider, region, zone, type);
    }

    private CompletableFuture<HttpResponse<String>> get(
            HttpClient client, URI base, String path, String header, String value) {
        return send(client, request(base, path).header(header, value).GET().build());
    }

    private HttpRequest.Builder request(URI base, String path) {
        String text = base.toString();
        String root = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(patience);
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpClient client, HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                throw new CompletionException(new IOException("status " + answer.statusCode()));
            }
            return answer;
        });
    }

    private JsonNode read(HttpResponse<String> answer) {
        return json.readTree(answer.body());
    }

    private static @Nullable String text(JsonNode node, String field) {
        String text = node.path(field).asString("");
        return text.isBlank() ? null : text;
    }

    private static @Nullable String lastPart(@Nullable String path) {
        return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
    }
}

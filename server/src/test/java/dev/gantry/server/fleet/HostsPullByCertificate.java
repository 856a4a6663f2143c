package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The registry on the agents' port: a host reads by its certificate, with no set-up, and writes nothing of its own accord. */
@Tag("server")
class HostsPullByCertificate {
    private static final byte[] BLOB = {1, 2, 3};

    private final FleetServer server = FleetServer.shared();

    @Test
    void a_host_pulls_by_its_certificate_and_pushes_nothing() throws Exception {
        String digest = Digest.of(BLOB).toString();
        server.api()
                .send(server.api()
                        .request("/v2/fleet/app/blobs/uploads/?digest=" + digest)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(BLOB)));
        try (FakeAgent agent = FakeAgent.join(server, "puller")) {
            SSLContext tls = agent.tls();
            assertThat(call(tls, "GET", "/v2/").statusCode()).isEqualTo(200);
            HttpResponse<byte[]> blob = call(tls, "GET", "/v2/fleet/app/blobs/" + digest);
            assertThat(blob.statusCode()).isEqualTo(200);
            assertThat(blob.body()).isEqualTo(BLOB);
            for (String write : new String[] {
                "POST /v2/fleet/app/blobs/uploads/",
                "PUT /v2/fleet/app/manifests/1",
                "PUT /v2/fleet/app/manifests/" + digest,
                "PATCH /v2/fleet/app/blobs/uploads/00000000-0000-7000-8000-000000000000",
                "PUT /v2/fleet/app/blobs/" + digest
            }) {
                String[] parts = write.split(" ");
                assertThat(call(tls, parts[0], parts[1]).statusCode()).as(write).isEqualTo(403);
            }
            assertThat(call(tls, "DELETE", "/v2/fleet/app/blobs/" + digest).statusCode())
                    .as("deleting is no host's business, whatever it pushes")
                    .isEqualTo(404);
            assertThat(call(tls, "GET", "/api/v1/users").statusCode())
                    .as("nothing else of the UI's port")
                    .isEqualTo(404);
            server.api().delete("/hosts/" + agent.identity.hostId() + "?force=true");
            assertThat(call(tls, "GET", "/v2/").statusCode()).as("once removed").isEqualTo(401);
        }
    }

    @Test
    void nobody_without_a_certificate_pulls_there_not_even_with_an_admins_token() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + server.agentAddress() + "/v2/"));
        HttpClient client =
                HttpClient.newBuilder().sslContext(AgentKeys.unproven()).build();

        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
        request.header(
                "Authorization",
                server.api()
                        .request("/v2/")
                        .build()
                        .headers()
                        .firstValue("Authorization")
                        .orElseThrow());
        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<byte[]> call(SSLContext tls, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + server.agentAddress() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newBuilder().sslContext(tls).build().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}

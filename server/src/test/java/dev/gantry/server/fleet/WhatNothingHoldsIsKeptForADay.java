package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.collect.Collecting;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class WhatNothingHoldsIsKeptForADay {
    private static final byte[] BLOB = {4, 5, 6};

    @Test
    void a_blob_that_was_asked_for_and_an_upload_that_goes_on_begin_their_day_anew() {
        try (FleetServer server = FleetServer.fresh()) {
            Api api = server.api();
            String blob = "/v2/kept/blobs/" + Digest.of(BLOB);
            api.send(api.request("/v2/kept/blobs/uploads/?digest=" + Digest.of(BLOB))
                    .POST(BodyPublishers.ofByteArray(BLOB)));
            String upload = api.send(api.request("/v2/kept/blobs/uploads/").POST(BodyPublishers.noBody()))
                    .raw()
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            for (int day = 0; day < 3; day++) {
                server.clock().advance(Duration.ofHours(20));
                Collecting.now(server.context());
                assertThat(status(api, "HEAD", blob)).isEqualTo(200);
                assertThat(status(api, "PATCH", upload)).isEqualTo(202);
            }
            server.clock().advance(Duration.ofHours(25));
            Collecting.now(server.context());

            assertThat(status(api, "HEAD", blob)).isEqualTo(404);
            assertThat(status(api, "PATCH", upload)).isEqualTo(404);
            assertThat(status(api, "GET", "/v2/kept/tags/list"))
                    .as("nothing is left of the repository")
                    .isEqualTo(404);
        }
    }

    private static int status(Api api, String method, String path) {
        return api.send(api.request(path)
                        .method(
                                method,
                                method.equals("PATCH")
                                        ? BodyPublishers.ofByteArray(new byte[10])
                                        : BodyPublishers.noBody()))
                .status();
    }
}

package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a registry may say a name is, and what not. */
class HostileManifestTest extends RegistryTestBed {
    private static final Manifest MANIFEST =
            new ImageFixture().layer(new TarFixture().file("a", "1")).manifest();
    private static final byte[] BYTES = MANIFEST.raw().bytes();
    private static final String LATEST = "/v2/" + NAME + "/manifests/latest";
    private static final String TYPE = MediaType.OCI_MANIFEST.text();

    @Test
    void a_manifest_is_read_by_tag_and_by_digest() {
        registry.serve(LATEST, TYPE, BYTES);
        registry.serve("/v2/" + NAME + "/manifests/" + Digest.of(BYTES), TYPE + "; charset=utf-8", BYTES);
        assertThat(anonymous().manifest("latest")).isEqualTo(MANIFEST);
        assertThat(anonymous().manifest(Digest.of(BYTES).toString())).isEqualTo(MANIFEST);
    }

    @Test
    void a_tag_is_looked_up_without_fetching_it() {
        registry.on(LATEST, exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(BYTES).toString());
            FakeRegistry.reply(exchange, 200, TYPE, BYTES);
        });
        assertThat(anonymous().resolve("latest")).contains(Digest.of(BYTES));
        assertThat(anonymous().resolve("other")).isEmpty();
        assertThat(registry.asked())
                .allSatisfy(asked -> assertThat(asked.method()).isEqualTo("HEAD"));
    }

    @Test
    void a_manifest_with_another_digest_than_asked_for_is_refused() {
        String other = Digest.of(new byte[] {1}).toString();
        registry.serve("/v2/" + NAME + "/manifests/" + other, TYPE, BYTES);
        assertThat(refusal(() -> anonymous().manifest(other)).code()).isEqualTo(RefusalCode.DIGEST_MISMATCH);
    }

    @Test
    void a_manifest_with_another_digest_than_its_header_is_refused() {
        registry.on(LATEST, exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(new byte[] {1}).toString());
            FakeRegistry.reply(exchange, 200, TYPE, BYTES);
        });
        assertThat(refusal(() -> anonymous().manifest("latest")).code()).isEqualTo(RefusalCode.DIGEST_MISMATCH);
    }

    @Test
    void a_digest_that_is_a_path_is_refused() {
        registry.on(LATEST, exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:../../etc/passwd");
            FakeRegistry.reply(exchange, 200, TYPE, BYTES);
        });
        assertThat(refusal(() -> anonymous().resolve("latest")).code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
    }

    @Test
    void a_manifest_announced_as_an_index_is_refused() {
        registry.serve(LATEST, MediaType.OCI_INDEX.text(), BYTES);
        assertThat(refusal(() -> anonymous().manifest("latest")).code()).isEqualTo(RefusalCode.IMAGE_INVALID);
    }

    @Test
    void a_login_page_is_no_manifest() {
        registry.serve(LATEST, "text/html", "<html>".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(() -> anonymous().manifest("latest")).code()).isEqualTo(RefusalCode.IMAGE_INVALID);
    }

    @Test
    void a_manifest_of_more_than_4_mib_is_refused() {
        registry.serve(LATEST, TYPE, new byte[(4 << 20) + 1]);
        assertThat(refusal(() -> anonymous().manifest("latest")).code()).isEqualTo(RefusalCode.REGISTRY_INVALID);
    }

    @Test
    void the_registrys_own_words_are_told_without_control_characters() {
        registry.on(
                LATEST,
                exchange -> FakeRegistry.reply(
                        exchange,
                        404,
                        "application/json",
                        "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"no\\u001b[31m such tag\"}]}"
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(refusal(() -> anonymous().manifest("latest")))
                .hasMessageContaining("IMAGE_NOT_FOUND")
                .hasMessageContaining("MANIFEST_UNKNOWN no?[31m such tag");
    }

    @Test
    void a_registry_that_is_not_there_is_told_so() {
        registry.close();
        assertThat(refusal(() -> anonymous().manifest("latest")).code()).isEqualTo(RefusalCode.REGISTRY_UNREACHABLE);
    }
}

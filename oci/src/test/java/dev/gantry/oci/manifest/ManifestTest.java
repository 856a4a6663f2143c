package dev.gantry.oci.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final String CONFIG =
            "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + DIGEST
                    + "\",\"size\":2}";
    private static final String LAYER =
            "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"" + DIGEST + "\",\"size\":7}";

    @Test
    void reads_a_manifest_and_keeps_its_bytes() {
        byte[] bytes = bytes("{ \"schemaVersion\": 2, " + CONFIG + ", \"layers\": [" + LAYER + "], \"other\": 1 }");
        Manifest manifest = (Manifest) ManifestDocument.parse(bytes, null);
        assertThat(manifest.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(manifest.isImage()).isTrue();
        assertThat(manifest.layers()).singleElement().isEqualTo(Descriptor.of(MediaType.OCI_LAYER_GZIP, DIGEST, 7));
        assertThat(manifest.raw().bytes()).isEqualTo(bytes);
        assertThat(manifest.raw().digest()).isEqualTo(Digest.of(bytes));
    }

    @Test
    void what_is_written_reads_back_equal() {
        Manifest manifest = Manifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, DIGEST, 2), List.of(Descriptor.of(MediaType.OCI_LAYER, DIGEST, 7)));
        assertThat(ManifestDocument.parse(manifest.raw().bytes(), MediaType.OCI_MANIFEST.text()))
                .isEqualTo(manifest);
        Index index = Index.of(List.of(Descriptor.of(MediaType.OCI_MANIFEST, manifest.raw())));
        assertThat(ManifestDocument.parse(index.raw().bytes(), null)).isEqualTo(index);
    }

    @Test
    void a_document_that_is_manifest_and_index_at_once_is_refused() {
        refused(
                "{\"schemaVersion\":2," + CONFIG + ",\"layers\":[],\"manifests\":[]}",
                null,
                "both manifests and layers");
    }

    @Test
    void a_media_type_that_contradicts_the_form_is_refused() {
        String index = "{\"schemaVersion\":2,\"manifests\":[]}";
        refused(index, MediaType.OCI_MANIFEST.text(), "an index by its form");
        refused(
                "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX.text() + "\"," + CONFIG
                        + ",\"layers\":[]}",
                null,
                "a manifest by its form");
        refused(
                "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.DOCKER_INDEX.text() + "\",\"manifests\":[]}",
                MediaType.OCI_INDEX.text(),
                "was announced as");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[] | no JSON object",
                "{\"schemaVersion\":1,\"fsLayers\":[]} | schema 1",
                "{\"schemaVersion\":3,\"layers\":[]} | schemaVersion",
                "{\"layers\":[]} | schemaVersion is missing",
                "{\"schemaVersion\":2} | config is missing",
                "{\"schemaVersion\":2,\"config\":{},\"layers\":[]} | manifest.config.size",
                "{\"schemaVersion\":2,\"schemaVersion\":2} | Duplicate",
                "{\"schemaVersion\":2,\"Layers\":[]} | some readers take for another",
                "{\"schemaVersion\":2,\"manifests\":{}} | no list",
                "{\"schemaVersion\":2,\"manifests\":[7]} | manifests[0] is no JSON object",
                "{\"schemaVersion\":2,\"manifests\":[]} x | no valid JSON",
                "nonsense | no valid JSON"
            })
    void bad_documents_are_refused_with_their_place(String json, String why) {
        refused(json, null, why);
    }

    @Test
    void huge_and_deep_documents_are_refused() {
        refused(" ".repeat((4 << 20) + 1), null, "at most 4194304");
        refused("[".repeat(100_000), null, "nest");
        refused("{\"schemaVersion\":2,\"manifests\":[" + "{},".repeat(5000) + "{}]}", null, "at most 1000");
        refused("[" + "0,".repeat(1_000_000) + "0]", null, "Token count");
    }

    @Test
    void odd_digests_and_sizes_are_refused() {
        String bad = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"x/y\",\"digest\":\"%s\",\"size\":%s}]}";
        refused(String.format(bad, "sha256:../../x", "1"), null, "manifests[0].digest");
        refused(String.format(bad, "sha512:" + "a".repeat(128), "1"), null, "manifests[0].digest");
        refused(String.format(bad, DIGEST, "-1"), null, "negative");
        refused(String.format(bad, DIGEST, "1.5"), null, "no whole number");
        refused(String.format(bad, DIGEST, "99999999999999999999"), null, "no whole number");
    }

    private static void refused(String json, @Nullable String declared, String why) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ManifestDocument.parse(bytes(json), declared))
                .matches(e -> e.code() == RefusalCode.IMAGE_INVALID)
                .withMessageContaining(why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

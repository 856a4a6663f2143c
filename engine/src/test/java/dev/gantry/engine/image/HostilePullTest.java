package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.ImageFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which image a name means, and what can't be one. */
class HostilePullTest extends PullTestBed {
    private static Descriptor listed(ImageFixture image, String os, String architecture) {
        Manifest manifest = image.manifest();
        return new Descriptor(
                manifest.mediaType().text(),
                manifest.raw().digest(),
                manifest.raw().size(),
                Optional.of(new ImageConfig.Platform(os, architecture, Optional.empty(), Optional.empty())),
                Map.of());
    }

    private static Descriptor listed(Index index) {
        return Descriptor.of(MediaType.OCI_INDEX, index.raw());
    }

    private Index served(Descriptor... manifests) {
        Index index = Index.of(List.of(manifests));
        registry.serve(NAME, "1", index);
        return index;
    }

    @Test
    void of_an_index_this_hosts_platform_is_pulled_and_the_index_is_kept() {
        ImageFixture other = app().platform("linux", "arm64");
        registry.serve(NAME, "arm", other).serve(NAME, "amd", app());
        Descriptor attestation = listed(app().command("/other"), "unknown", "unknown");
        Index index = served(attestation, listed(other, "linux", "arm64"), listed(app(), "linux", "amd64"));
        Image image = pull(":1");
        assertThat(image.config().platform().architecture()).isEqualTo("amd64");
        restart();
        images.collect();
        assertThat(root.blob(index.raw().digest())).exists();
        assertThat(images.find("sha256:" + index.raw().digest().hex())).contains(image);
        assertThat(pull("@" + index.raw().digest()).digest()).isEqualTo(image.digest());
        images.remove(image.digest().toString(), true);
        assertNothingLeft();
    }

    @Test
    void an_index_without_this_hosts_platform_says_what_it_offers() {
        registry.serve(NAME, "arm", app().platform("linux", "arm64"));
        served(listed(app().platform("linux", "arm64"), "linux", "arm64"));
        assertThat(refusal(":1"))
                .hasMessageContaining("PLATFORM_MISMATCH")
                .hasMessageContaining("it is for linux/arm64 and this host is linux/amd64");
        assertNothingLeft();
    }

    @Test
    void an_index_without_the_platform_that_was_asked_for_says_so() {
        registry.serve(NAME, "arm", app().platform("linux", "arm64"));
        served(listed(app().platform("linux", "arm64"), "linux", "arm64"));
        assertThatThrownBy(() -> pull(":1", PlatformChoice.parse("linux/riscv64")))
                .hasMessageContaining("PLATFORM_MISMATCH")
                .hasMessageContaining("it is for linux/arm64 and linux/riscv64 was asked for");
        assertNothingLeft();
    }

    @Test
    void an_index_that_lies_about_the_platform_is_refused() {
        ImageFixture other = app().platform("windows", "amd64");
        registry.serve(NAME, "other", other);
        served(listed(other, "linux", "amd64"));
        assertThat(refusal(":1").code()).isEqualTo(RefusalCode.PLATFORM_MISMATCH);
        assertNothingLeft();
    }

    @Test
    void an_index_in_an_index_is_read_and_one_more_is_refused() {
        registry.serve(NAME, "app", app());
        Index inner = Index.of(List.of(listed(app(), "linux", "amd64")));
        Index middle = Index.of(List.of(listed(inner)));
        registry.serve(NAME, "inner", inner).serve(NAME, "middle", middle);
        assertThat(pull(":middle").config()).isEqualTo(app().config());
        served(listed(middle));
        assertThat(refusal(":1")).hasMessageContaining("at most two deep");
    }

    @Test
    void an_index_that_promises_another_media_type_is_refused() {
        registry.serve(NAME, "app", app());
        Manifest manifest = app().manifest();
        served(Descriptor.of(MediaType.DOCKER_MANIFEST, manifest.raw()));
        assertThat(refusal(":1").code()).isEqualTo(RefusalCode.IMAGE_INVALID);
    }

    @Test
    void a_chart_or_a_signature_is_no_image() {
        byte[] config = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Descriptor chart = new Descriptor(
                "application/vnd.cncf.helm.config.v1+json",
                Digest.of(config),
                config.length,
                Optional.empty(),
                Map.of());
        registry.serve(NAME, "1", Manifest.of(chart, List.of()));
        assertThat(refusal(":1")).hasMessageContaining("it is no image but a application/vnd.cncf.helm");
        assertNothingLeft();
    }

    @Test
    void a_config_with_other_layers_than_the_manifest_is_refused() {
        byte[] config = app().configJson();
        registry.serve(FakeRegistry.blobPath(NAME, config), "application/octet-stream", config);
        registry.serve(
                NAME,
                "1",
                Manifest.of(Descriptor.of(MediaType.OCI_CONFIG, Digest.of(config), config.length), List.of()));
        assertThat(refusal(":1")).hasMessageContaining("lists 0 layers and its config 2");
        assertNothingLeft();
    }

    @Test
    void a_tag_that_moves_between_the_look_and_the_pull_changes_nothing() {
        ImageFixture next = app().command("/bin/next");
        registry.serve(NAME, "next", next).serve(NAME, "old", app());
        Manifest old = app().manifest();
        registry.on(FakeRegistry.manifestPath(NAME, "1"), exchange -> {
            boolean look = exchange.getRequestMethod().equals("HEAD");
            Manifest answer = look ? old : next.manifest();
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", answer.raw().digest().toString());
            FakeRegistry.reply(
                    exchange, 200, answer.mediaType().text(), answer.raw().bytes());
        });
        assertThat(pull(":1").digest()).isEqualTo(old.raw().digest());
    }

    @Test
    void a_removal_during_a_pull_takes_nothing_that_the_pull_needs() {
        registry.serve(NAME, "1", app());
        Image first = imported(app("other:1").command("/bin/other").ociArchive());
        Image pulled = pull(":1", (step, current, total) -> {
            if (step.startsWith("pull layer")
                    && images.find(first.digest().toString()).isPresent()) {
                images.remove(first.digest().toString(), true);
            }
        });
        assertThat(images.list()).containsExactly(pulled);
        assertThat(images.use(pulled.digest(), "1".repeat(32), "web").lowers())
                .allSatisfy(lower -> assertThat(lower).isDirectory());
    }
}

package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.HostileLayer;
import dev.gantry.oci.testing.ImageFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each attack of {@link HostileLayer} on each way by which a layer comes to a host; nothing of it may stay. */
class HostileLayersAreRefusedTest extends PullTestBed {
    private Path host;
    private Path canary;

    @BeforeEach
    void makeHost() throws IOException {
        host = Files.createDirectories(temp.resolve("host"));
        canary = Files.writeString(host.resolve("canary"), "sings");
    }

    @AfterEach
    void hostIsUnchangedAndTheStoreWorks() throws IOException {
        try (Stream<Path> files = Files.list(host)) {
            assertThat(files).containsExactly(canary);
        }
        assertThat(canary).hasContent("sings");
        assertThat(Files.getAttribute(canary, "unix:nlink")).isEqualTo(1);
        assertThat(imported(app("good:1").ociArchive()).layers()).hasSize(2);
    }

    private static ImageFixture image(HostileLayer layer) {
        return app("hostile/app:1").layer(layer.tar());
    }

    @TestFactory
    List<DynamicTest> a_pull_refuses() {
        return attacks(layer -> {
            registry.serve(NAME, "1", image(layer));
            check(layer, refusal(":1"));
        });
    }

    @TestFactory
    List<DynamicTest> an_import_of_an_oci_layout_refuses() {
        return attacks(layer -> check(layer, refused(layer.code(), image(layer).ociArchive())));
    }

    @TestFactory
    List<DynamicTest> a_load_of_a_docker_archive_refuses() {
        return attacks(layer -> check(layer, refused(layer.code(), image(layer).dockerArchive())));
    }

    private List<DynamicTest> attacks(Attack attack) {
        return HostileLayer.all(host).stream()
                .map(layer -> DynamicTest.dynamicTest(layer.attack(), () -> attack.with(layer)))
                .toList();
    }

    @FunctionalInterface
    private interface Attack {
        void with(HostileLayer layer);
    }

    private void check(HostileLayer layer, RefusedException refusal) {
        assertThat(refusal).as(layer.attack()).isNotNull();
        assertThat(refusal.code()).as(refusal.toString()).isEqualTo(layer.code());
        assertThat(refusal.refusal().why()).isNotBlank();
        assertNothingLeft();
    }
}

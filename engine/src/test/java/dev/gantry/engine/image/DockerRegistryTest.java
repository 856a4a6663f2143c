package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.testing.DockerRegistry;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that go through Debian's registry and skopeo. Skipped where they are not installed. */
class DockerRegistryTest extends ImageTestBed {
    private Optional<DockerRegistry> registry = Optional.empty();

    @BeforeEach
    void startRegistry() throws Exception {
        assumeTrue(DockerRegistry.isInstalled(), "docker-registry or skopeo is not installed");
        registry = Optional.of(DockerRegistry.start(Files.createDirectory(temp.resolve("registry"))));
    }

    @AfterEach
    void stopRegistry() {
        registry.ifPresent(DockerRegistry::close);
    }

    private Reference name(String path) {
        return Reference.parse(registry.orElseThrow().host() + "/" + path);
    }

    private RegistryAccess access() {
        return RegistryAccess.of(
                RegistryEndpoint.of(registry.orElseThrow().host()).withPlainHttp());
    }

    /** With a layer that is pushed in chunks. */
    private static ImageFixture large() {
        byte[] noise = new byte[20 << 20];
        new Random(3).nextBytes(noise);
        return app("team/app:1").layer(new TarFixture().file("noise", noise, 0644));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci", "v2s2"})
    void what_skopeo_pushed_is_pulled(String format) throws Exception {
        registry.orElseThrow().push(app("team/app:1").ociArchive(), "team/app:1", "--format", format);
        Image image = images.pullImage(name("team/app:1"), access(), Optional.empty(), ImportProgress.NONE);
        assertThat(image.config().diffIds()).isEqualTo(app().config().diffIds());
        images.remove(image.digest().toString(), true);
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team/other:2", "team/app:1"})
    void what_is_pushed_is_the_same_image_when_it_is_pulled(String target) {
        Image image = imported(large().ociArchive());
        images.pushImage(image.digest().toString(), name("team/app:1"), access(), ImportProgress.NONE);
        List<String> told = new CopyOnWriteArrayList<>();
        images.pushImage(image.digest().toString(), name(target), access(), (step, current, total) -> told.add(step));
        assertThat(told).contains("push layer 1 of 3", "push layer 3 of 3");
        images.remove(image.digest().toString(), true);
        assertNothingLeft();
        Image pulled = images.pullImage(name(target), access(), Optional.empty(), ImportProgress.NONE);
        assertThat(pulled.digest()).isEqualTo(image.digest());
        assertThat(pulled.layers()).isEqualTo(image.layers());
    }
}

package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.testing.FakeRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A host with an empty disk, and a registry that answers as a test wants. */
abstract class PullTestBed extends ImageTestBed {
    static final String NAME = "team/app";

    FakeRegistry registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    Reference reference(String suffix) {
        return Reference.parse(registry.host() + "/" + NAME + suffix);
    }

    RegistryAccess access() {
        return RegistryAccess.of(RegistryEndpoint.of(registry.host()).withPlainHttp());
    }

    Image pull(String suffix) {
        return pull(suffix, ImportProgress.NONE);
    }

    Image pull(String suffix, ImportProgress progress) {
        return images.pullImage(reference(suffix), access(), Optional.empty(), progress);
    }

    Image pull(String suffix, PlatformChoice platform) {
        return images.pullImage(reference(suffix), access(), Optional.of(platform), ImportProgress.NONE);
    }

    RefusedException refusal(String suffix) {
        return catchThrowableOfType(RefusedException.class, () -> pull(suffix));
    }

    /** Paths of the blobs that were fetched, as often as they were. */
    List<String> fetched() {
        return registry.asked().stream()
                .map(FakeRegistry.Asked::path)
                .filter(path -> path.contains("/blobs/"))
                .toList();
    }
}

package dev.gantry.agent.testing;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.reference.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image of one layer that is not there. */
final class FakeImage {
    private FakeImage() {}

    static Image of(Digest digest, @Nullable Reference name, long total) {
        ImageConfig config = new ImageConfig(
                new ImageConfig.Platform("linux", "amd64", Optional.empty(), Optional.empty()),
                Optional.empty(),
                new ImageConfig.Process(
                        List.of(),
                        List.of("sh"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Optional.empty()),
                List.of(digest),
                List.of(new ImageConfig.History(Optional.of("COPY . /"), Optional.empty(), false)));
        List<Reference> names = name == null ? List.of() : List.of(name);
        return new Image(digest, digest, names, config, List.of(new Image.Layer(digest, total)));
    }
}

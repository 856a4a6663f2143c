package dev.gantry.oci.manifest;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chooses among the images of an index the one for a host.
 *
 * @param variant such as "v8", preferred when several have the architecture
 */
public record PlatformChoice(String os, String architecture, Optional<String> variant) {
    private static final String ATTESTATION = "vnd.docker.reference.type";

    /** @param platform of a candidate; empty when it does not say, which fits only when nothing else does */
    public <T> Optional<T> among(List<T> candidates, Function<T, Optional<ImageConfig.Platform>> platform) {
        List<T> fitting = candidates.stream()
                .filter(candidate ->
                        platform.apply(candidate).filter(this::fits).isPresent())
                .toList();
        return fitting.stream()
                .filter(candidate -> platform.apply(candidate)
                        .flatMap(ImageConfig.Platform::variant)
                        .equals(variant))
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .or(() -> candidates.stream()
                        .filter(candidate -> platform.apply(candidate).isEmpty())
                        .findFirst());
    }

    public Optional<Descriptor> of(Index index) {
        List<Descriptor> images = index.manifests().stream()
                .filter(d -> !isAttestation(d))
                .filter(d -> d.is(MediaType.Kind.MANIFEST) || d.is(MediaType.Kind.INDEX))
                .toList();
        return among(images, Descriptor::platform);
    }

    /** Buildkit puts what it knows about a build beside the images, for a platform "unknown". */
    public static boolean isAttestation(Descriptor descriptor) {
        return "attestation-manifest".equals(descriptor.annotations().get(ATTESTATION))
                || descriptor.platform().filter(p -> p.os().equals("unknown")).isPresent();
    }

    public boolean fits(ImageConfig.Platform platform) {
        return platform.os().equals(os) && platform.architecture().equals(architecture);
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }
}

package dev.gantry.oci.manifest;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses among the images of an index the one for a platform, as containerd's package {@code platforms} does: names of
 * architectures and variants are made one (x86_64 is amd64, arm is arm/v7, arm64/v8 is arm64), and a processor of the
 * family arm takes what is made for itself or, failing that, for an older one.
 *
 * @param osVersion such as "10.0.20348.2700"; an image for another build of the system does not fit
 */
public record PlatformChoice(String os, String architecture, Optional<String> variant, Optional<String> osVersion) {
    private static final String ATTESTATION = "vnd.docker.reference.type";
    private static final String ARM = "arm";
    private static final String ARM_DEFAULT = "v7";
    private static final Map<String, String> ARCHITECTURES =
            Map.of("x86_64", "amd64", "x86-64", "amd64", "aarch64", "arm64", "i386", "386", "armhf", ARM, "armel", ARM);
    private static final Pattern TEXT = Pattern.compile(
            "([a-z0-9]{1,32})(?:\\(([0-9.]{1,64})\\))?/([a-z0-9_-]{1,32})(?:/([a-z0-9.]{1,32}))?",
            Pattern.CASE_INSENSITIVE);
    /** Major, minor and build; what follows is a patch of the same build. */
    private static final int BUILD_PARTS = 3;

    public PlatformChoice {
        String named = architecture;
        os = os.equals("macos") ? "darwin" : os;
        architecture = ARCHITECTURES.getOrDefault(named, named);
        variant = variant(named, variant.orElse(""));
    }

    public PlatformChoice(String os, String architecture, Optional<String> variant) {
        this(os, architecture, variant, Optional.empty());
    }

    /**
     * Parses {@code os[(version)]/architecture[/variant]}, as in "linux/arm/v7" or "windows(10.0.20348)/amd64".
     *
     * @throws RefusedException with INVALID_ARGUMENT
     */
    public static PlatformChoice parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            String shown = text.replaceAll("\\p{Cntrl}", "?");
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    "read the platform \"" + (shown.length() > 100 ? shown.substring(0, 100) + "…" : shown) + "\"",
                    "it is not an operating system, an architecture and perhaps a variant with slashes between",
                    "write it as in linux/amd64, linux/arm/v7 or windows(10.0.20348)/amd64");
        }
        return new PlatformChoice(
                lower(matcher.group(1)),
                lower(matcher.group(3)),
                Optional.ofNullable(matcher.group(4)).map(PlatformChoice::lower),
                Optional.ofNullable(matcher.group(2)));
    }

    /** What an image says of itself, with one name for each platform. */
    public static PlatformChoice of(ImageConfig.Platform platform) {
        return new PlatformChoice(platform.os(), platform.architecture(), platform.variant(), platform.osVersion());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** One name for each variant; empty for the one that an architecture means by itself, but for arm, whose is v7. */
    private static Optional<String> variant(String architecture, String told) {
        String variant = told.matches("[0-9].*") ? "v" + told : told;
        return switch (architecture) {
            case "armel" -> Optional.of("v6");
            case ARM, "armhf" -> Optional.of(variant.isEmpty() ? ARM_DEFAULT : variant);
            case "arm64", "aarch64" -> Optional.of(variant).filter(v -> !v.isEmpty() && !v.equals("v8"));
            case "amd64", "x86_64", "x86-64" -> Optional.of(variant).filter(v -> !v.isEmpty() && !v.equals("v1"));
            default -> Optional.of(variant).filter(v -> !v.isEmpty());
        };
    }

    /** @param platform of a candidate; empty when it does not say, which fits only when nothing else does */
    public <T> Optional<T> among(List<T> candidates, Function<T, Optional<ImageConfig.Platform>> platform) {
        return candidates.stream()
                .filter(candidate ->
                        platform.apply(candidate).filter(this::fits).isPresent())
                .min(Comparator.comparingInt(candidate ->
                        distance(platform.apply(candidate).orElseThrow()).orElseThrow()))
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
        return distance(platform).isPresent();
    }

    /** How far an image is from what is wanted, 0 for just that; empty when it does not run there. */
    private OptionalInt distance(ImageConfig.Platform platform) {
        PlatformChoice offered =
                new PlatformChoice(platform.os(), platform.architecture(), platform.variant(), Optional.empty());
        if (!offered.os.equals(os) || !offered.architecture.equals(architecture) || !isOfBuild(platform.osVersion())) {
            return OptionalInt.empty();
        }
        if (offered.variant.equals(variant)) {
            return OptionalInt.of(0);
        }
        int wanted = level(variant);
        int made = level(offered.variant);
        if (architecture.equals(ARM) && made > wanted && platform.variant().isPresent()) {
            return OptionalInt.empty();
        }
        // An image that does not say may be for an older processor than its architecture's default.
        return OptionalInt.of(1 + Math.abs(wanted - made));
    }

    private static int level(Optional<String> variant) {
        return variant.filter(v -> v.matches("v[0-9]{1,3}"))
                .map(v -> Integer.parseInt(v.substring(1)))
                .orElse(0);
    }

    private boolean isOfBuild(Optional<String> offered) {
        return osVersion.isEmpty()
                || offered.isEmpty()
                || build(osVersion.get()).equals(build(offered.get()));
    }

    private static List<String> build(String version) {
        List<String> parts = List.of(version.split("\\.", -1));
        return parts.subList(0, Math.min(BUILD_PARTS, parts.size()));
    }

    @Override
    public String toString() {
        return os + osVersion.map(v -> "(" + v + ")").orElse("") + "/" + architecture
                + variant.map(v -> "/" + v).orElse("");
    }
}

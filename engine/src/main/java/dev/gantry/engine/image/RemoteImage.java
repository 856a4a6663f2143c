package dev.gantry.engine.image;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Index;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistrySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image of a registry, as far as its descriptions tell: what a name meant at one moment, for one platform. From here
 * on all is asked for by digest, so a name that moves meanwhile changes nothing.
 *
 * @param indexes that led to the manifest, from the outer one in; none when the name means the manifest itself
 * @param config the bytes of which {@code imageConfig} was read
 */
record RemoteImage(List<Index> indexes, Manifest manifest, byte[] config, ImageConfig imageConfig) {
    private static final int MAX_INDEXES = 2;

    RemoteImage {
        indexes = List.copyOf(indexes);
    }

    /**
     * Asks the registry only for what is not here.
     *
     * @param host its platform
     * @param wanted another platform, if it is to be for one
     */
    static RemoteImage resolve(
            RegistrySource source,
            Reference name,
            ContentStore content,
            PlatformChoice host,
            Optional<PlatformChoice> wanted)
            throws IOException {
        Check check = new Check("pull " + name.familiar(), wanted.orElse(host), wanted.isPresent());
        return new Resolver(source, name, content, check).run();
    }

    /** Of documents that came from another host; refused unless they agree with each other and with this one. */
    static RemoteImage of(byte[] manifest, byte[] config, PlatformChoice platform, String tried) {
        Check check = new Check(tried, platform, false);
        if (!(ManifestDocument.parse(manifest, null) instanceof Manifest parsed)) {
            throw check.invalid("its manifest is none but an index");
        }
        check.manifest(parsed);
        if (!Digest.of(config).equals(parsed.config().digest())) {
            throw check.invalid("its config is not the one that its manifest names");
        }
        return check.image(List.of(), parsed, config);
    }

    /** From the lowest to the highest. */
    List<Descriptor> layers() {
        return manifest.layers();
    }

    private record Resolver(RegistrySource source, Reference name, ContentStore content, Check check) {
        RemoteImage run() throws IOException {
            List<Index> indexes = new ArrayList<>();
            ManifestDocument document = top();
            while (document instanceof Index index) {
                if (indexes.size() == MAX_INDEXES) {
                    throw check.invalid("an index lies in an index in an index; at most two deep are read");
                }
                indexes.add(index);
                document = below(check.platform().of(index).orElseThrow(() -> mismatch(index)));
            }
            Manifest manifest = (Manifest) document;
            check.manifest(manifest);
            return check.image(indexes, manifest, small(manifest.config()));
        }

        private ManifestDocument top() throws IOException {
            String tag = name.tag().orElse("");
            Digest digest = name.digest().or(() -> source.resolve(tag)).orElse(null);
            if (digest == null) {
                return source.manifest(tag);
            }
            return content.has(digest)
                    ? ManifestDocument.parse(content.read(digest), null)
                    : source.manifest(digest.toString());
        }

        /** The index says what it points to; the document must be that. */
        private ManifestDocument below(Descriptor descriptor) throws IOException {
            byte[] bytes = content.has(descriptor.digest())
                    ? content.read(descriptor.digest())
                    : source.manifest(descriptor.digest().toString()).raw().bytes();
            return ManifestDocument.parse(bytes, descriptor.mediaType());
        }

        private byte[] small(Descriptor descriptor) throws IOException {
            return content.has(descriptor.digest()) ? content.read(descriptor.digest()) : source.document(descriptor);
        }

        private RefusedException mismatch(Index index) {
            List<String> offered = index.manifests().stream()
                    .filter(d -> !PlatformChoice.isAttestation(d))
                    .flatMap(d -> d.platform().stream())
                    .map(p -> PlatformChoice.of(p).toString())
                    .distinct()
                    .sorted()
                    .toList();
            return check.mismatch(offered.isEmpty() ? "no platform that is named" : String.join(", ", offered));
        }
    }

    /**
     * Whether descriptions agree with each other and with a platform.
     *
     * @param tried for the refusal
     * @param asked whether somebody asked for this platform; otherwise it is this host's
     */
    private record Check(String tried, PlatformChoice platform, boolean asked) {
        void manifest(Manifest manifest) {
            if (!manifest.isImage()) {
                throw invalid(
                        "it is no image but a " + manifest.config().mediaType().replaceAll("[^A-Za-z0-9.+/-]", "?"));
            }
            for (Descriptor layer : manifest.layers()) {
                if (!layer.is(MediaType.Kind.LAYER)) {
                    throw invalid("its layer " + layer.digest() + " is of a kind that no host can unpack");
                }
            }
        }

        RemoteImage image(List<Index> indexes, Manifest manifest, byte[] config) {
            ImageConfig parsed = ImageConfig.parse(config);
            if (parsed.diffIds().size() != manifest.layers().size()) {
                throw invalid("its manifest lists " + manifest.layers().size() + " layers and its config "
                        + parsed.diffIds().size());
            }
            if (!platform.fits(parsed.platform())) {
                throw mismatch(PlatformChoice.of(parsed.platform()).toString());
            }
            return new RemoteImage(indexes, manifest, config, parsed);
        }

        RefusedException mismatch(String offered) {
            return new RefusedException(
                    RefusalCode.PLATFORM_MISMATCH,
                    tried,
                    "it is for " + offered + " and "
                            + (asked ? platform + " was asked for" : "this host is " + platform),
                    asked
                            ? "ask for a platform that it is for, or build it for " + platform
                            : "use a host of its platform, or build it for " + platform);
        }

        RefusedException invalid(String why) {
            return new RefusedException(RefusalCode.IMAGE_INVALID, tried, why, "ask whoever made or pushed it");
        }
    }
}

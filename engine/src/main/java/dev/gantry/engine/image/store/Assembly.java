package dev.gantry.engine.image.store;

import dev.gantry.engine.disk.ContentStore;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.manifest.Manifest;
import dev.gantry.oci.manifest.ManifestDocument;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes an image of layers that the host has, in an order that somebody chose. No byte of a layer is read or written, and no
 * command runs. Each layer keeps the command that made it in the history, and a last entry says where they are from; equal
 * choices make equal images, so nothing in it tells the time.
 */
public final class Assembly {
    /** As many as overlayfs stacks on every kernel. */
    private static final int MOST = 127;

    private final ImageStore images;
    private final ContentStore content;
    private final Garbage garbage;

    public Assembly(ImageStore images, ContentStore content, Garbage garbage) {
        this.images = images;
        this.content = content;
        this.garbage = garbage;
    }

    /** One layer of an image. @param layer 0 for the lowest */
    public record Choice(Digest image, int layer) {}

    /** An image that layers are taken from. */
    private record Source(ImageRecord record, ImageConfig config, Manifest manifest) {}

    /**
     * @param chosen from the lowest to the highest
     * @param configOf the image of which the new one takes how it is run
     * @throws RefusedException INVALID_ARGUMENT, IMAGE_NOT_FOUND, and PLATFORM_MISMATCH when they are for different platforms
     */
    public Image make(Reference name, List<Choice> chosen, Digest configOf) throws IOException {
        String tried = "make the image " + name.familiar();
        if (chosen.isEmpty()
                || chosen.size() > MOST
                || name.tag().isEmpty()
                || name.digest().isPresent()) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    tried,
                    chosen.isEmpty() || chosen.size() > MOST
                            ? "it would have " + chosen.size() + " layers"
                            : "its name has no tag, or a digest",
                    "choose 1 to " + MOST + " layers, and a name as in team/app:2.0");
        }
        try (Garbage.Hold hold = garbage.hold()) {
            Source run = source(configOf, hold, tried);
            List<ImageRecord.Layer> layers = new ArrayList<>();
            List<Descriptor> blobs = new ArrayList<>();
            List<ImageConfig.History> history = new ArrayList<>();
            for (Choice choice : chosen) {
                Source from = source(choice.image(), hold, tried);
                check(choice, from, run, tried);
                layers.add(from.record().layers().get(choice.layer()));
                blobs.add(ordinary(from.manifest().layers().get(choice.layer())));
                history.add(made(from.config(), choice.layer()));
            }
            history.add(new ImageConfig.History(
                    Optional.of("gantry: assembled of layers of " + origins(chosen)), Optional.empty(), true));
            ImageConfig config = new ImageConfig(
                    run.config().platform(),
                    Optional.empty(),
                    run.config().process(),
                    layers.stream().map(ImageRecord.Layer::diffId).toList(),
                    history);
            byte[] json = config.toJson();
            Digest configDigest = keep(json, hold);
            Manifest manifest = Manifest.of(Descriptor.of(MediaType.OCI_CONFIG, configDigest, json.length), blobs);
            Digest digest = keep(manifest.raw().bytes(), hold);
            return images.add(new ImageRecord(digest, configDigest, layers, Optional.empty()), config, List.of(name));
        }
    }

    /** Docker's words for a layer do not belong into an OCI manifest; the bytes are the same. */
    private static Descriptor ordinary(Descriptor layer) {
        return layer.known()
                .flatMap(type -> switch (type) {
                    case DOCKER_LAYER -> Optional.of(MediaType.OCI_LAYER);
                    case DOCKER_LAYER_GZIP -> Optional.of(MediaType.OCI_LAYER_GZIP);
                    case DOCKER_LAYER_ZSTD -> Optional.of(MediaType.OCI_LAYER_ZSTD);
                    default -> Optional.<MediaType>empty();
                })
                .map(type -> Descriptor.of(type, layer.digest(), layer.size()))
                .orElse(layer);
    }

    private Digest keep(byte[] document, Garbage.Hold hold) {
        hold.blob(Digest.of(document));
        return content.put(document);
    }

    private Source source(Digest digest, Garbage.Hold hold, String tried) throws IOException {
        ImageRecord record = images.record(digest).orElseThrow(() -> notFound(digest, tried));
        record.blobs().forEach(hold::blob);
        record.diffIds().forEach(hold::layer);
        // What was removed before it was held is gone.
        Image image = images.find(digest).orElseThrow(() -> notFound(digest, tried));
        ManifestDocument document = ManifestDocument.parse(content.read(digest), null);
        if (!(document instanceof Manifest manifest)) {
            throw new IllegalStateException("the image " + digest + " has no manifest");
        }
        return new Source(record, image.config(), manifest);
    }

    private static void check(Choice choice, Source from, Source run, String tried) {
        int count = from.record().layers().size();
        if (choice.layer() < 0 || choice.layer() >= count) {
            throw new RefusedException(
                    RefusalCode.INVALID_ARGUMENT,
                    tried,
                    "the image " + choice.image() + " has " + count + " layers and no layer " + choice.layer(),
                    "choose one of its layers, 0 for the lowest");
        }
        ImageConfig.Platform platform = from.config().platform();
        if (!platform.equals(run.config().platform())) {
            throw new RefusedException(
                    RefusalCode.PLATFORM_MISMATCH,
                    tried,
                    "the image " + choice.image() + " is for " + platform.os() + "/" + platform.architecture()
                            + " and the one it is to run like is for "
                            + run.config().platform().os() + "/"
                            + run.config().platform().architecture(),
                    "choose layers of images for one platform");
        }
    }

    /** What the layer's own image says of it. */
    private static ImageConfig.History made(ImageConfig config, int layer) {
        return config.history().stream()
                .filter(entry -> !entry.emptyLayer())
                .skip(layer)
                .findFirst()
                .orElse(new ImageConfig.History(Optional.empty(), Optional.empty(), false));
    }

    private static String origins(List<Choice> chosen) {
        return String.join(
                ", ",
                chosen.stream()
                        .map(choice -> choice.image().toString())
                        .distinct()
                        .toList());
    }

    private static RefusedException notFound(Digest digest, String tried) {
        return new RefusedException(
                RefusalCode.IMAGE_NOT_FOUND,
                tried,
                "the image " + digest + " is not on this host",
                "pull or import it on this host first");
    }
}

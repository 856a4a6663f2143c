package dev.gantry.agent.testing;

import dev.gantry.engine.DiskUsage;
import dev.gantry.engine.Engine;
import dev.gantry.engine.image.ImageContent;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.prune.Prunable;
import dev.gantry.engine.image.prune.PrunePlan;
import dev.gantry.engine.image.prune.PrunePlanner;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneRules;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Image;
import dev.gantry.engine.image.usage.ImageUse;
import dev.gantry.engine.image.usage.StoreUse;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.MediaType;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The images of the engine without a kernel, and its bells. */
abstract class FakeImages implements Engine {
    private final FakeEngine.World world;
    private final List<Consumer<String>> bells = new CopyOnWriteArrayList<>();

    FakeImages(FakeEngine.World world) {
        this.world = world;
    }

    @Override
    public List<Image> importImage(InputStream archive, @Nullable Reference name, ImportProgress progress) {
        MessageDigest sum = Digest.sha256();
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        try {
            world.imports().await();
            for (int count = archive.read(buffer); count >= 0; count = archive.read(buffer)) {
                sum.update(buffer, 0, count);
                total += count;
                progress.at("unpack layer 1 of 1", total, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw refusal(RefusalCode.CANCELLED, "import");
        }
        return List.of(made(Digest.finish(sum.digest()), name, total));
    }

    private Image made(Digest digest, @Nullable Reference name, long total) {
        return put(FakeImage.of(digest, name, total));
    }

    @Override
    public void pushImage(String nameOrDigest, Reference name, RegistryAccess access, ImportProgress progress) {
        if (image(nameOrDigest).isEmpty()) {
            throw refusal(RefusalCode.IMAGE_NOT_FOUND, "push " + nameOrDigest);
        }
        world.calls.add("push " + nameOrDigest + " as " + name);
        world.accesses.add(access);
        progress.at("push layer 1 of 1", 0, 100);
        progress.at("push layer 1 of 1", 100, 100);
    }

    /** Tells two layers in turn, and waits between them as an import does. */
    @Override
    public Image pullImage(
            Reference name, RegistryAccess access, Optional<PlatformChoice> platform, ImportProgress progress) {
        world.calls.add("pull " + name + platform.map(p -> " for " + p).orElse("") + " " + access);
        world.accesses.add(access);
        progress.at("pull layer 1 of 2", 0, 100);
        progress.at("pull layer 2 of 2", 0, 50);
        try {
            world.imports().await();
        } catch (InterruptedException e) {
            throw refusal(RefusalCode.CANCELLED, "pull");
        }
        progress.at("pull layer 2 of 2", 50, 50);
        progress.at("pull layer 1 of 2", 100, 100);
        return made(Digest.of(name.toString().getBytes(StandardCharsets.UTF_8)), name, 150);
    }

    @Override
    public List<Image> images() {
        return List.copyOf(world.images.values());
    }

    @Override
    public Optional<Image> image(String nameOrDigest) {
        return Optional.ofNullable(world.images.get(nameOrDigest));
    }

    @Override
    public Image tagImage(String nameOrDigest, Reference name) {
        Image image = image(nameOrDigest).orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "tag"));
        List<Reference> names = new ArrayList<>(image.names());
        names.add(name);
        return put(new Image(image.digest(), image.configDigest(), names, image.config(), image.layers()));
    }

    @Override
    public Image assembleImage(Reference name, List<Assembly.Choice> chosen, Digest configOf) {
        call("assemble " + chosen + " like", configOf.toString());
        return made(Digest.of(name.toString().getBytes(StandardCharsets.UTF_8)), name, 150);
    }

    @Override
    public void untagImage(Reference name) {
        Image image = images().stream()
                .filter(one -> one.names().contains(name))
                .findFirst()
                .orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "untag"));
        List<Reference> names =
                image.names().stream().filter(one -> !one.equals(name)).toList();
        put(new Image(image.digest(), image.configDigest(), names, image.config(), image.layers()));
    }

    private Image put(Image image) {
        world.images.put(image.digest().toString(), image);
        ring("");
        return image;
    }

    @Override
    public void saveImages(List<String> namesOrDigests, OutputStream out) throws IOException {
        out.write(String.join(" ", namesOrDigests).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ImageContent describeContent(Digest digest) {
        Image image = image(digest.toString()).orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "describe"));
        byte[] text = digest.toString().getBytes(StandardCharsets.UTF_8);
        return new ImageContent(text, text, image.names());
    }

    /** One layer of 5 bytes is missing, whatever the image. */
    @Override
    public List<Descriptor> missingContent(ImageContent described) {
        return List.of(Descriptor.of(
                MediaType.OCI_LAYER, Digest.of("layer".getBytes(StandardCharsets.UTF_8)), "layer".length()));
    }

    @Override
    public void sendContent(Digest digest, List<Digest> layers, OutputStream out, ImportProgress progress)
            throws IOException {
        for (Digest layer : layers) {
            out.write("layer".getBytes(StandardCharsets.UTF_8));
            world.calls.add("send " + layer);
        }
    }

    @Override
    public Image receiveImage(ImageContent described, List<Digest> coming, InputStream in, ImportProgress progress) {
        try {
            world.calls.add("receive " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw refusal(RefusalCode.ARCHIVE_TRUNCATED, "receive");
        }
        progress.at("copy layer 1 of 1", 5, 5);
        return made(Digest.of(described.manifest()), described.names().get(0), 5);
    }

    @Override
    public ImageLayers layers(Digest digest) {
        return Optional.ofNullable(world.layers.get(digest))
                .orElseThrow(() -> refusal(RefusalCode.IMAGE_NOT_FOUND, "layers"));
    }

    @Override
    public ImageLayers containerLayers(String id) {
        return Optional.ofNullable(world.containerLayers.get(id))
                .orElseThrow(() -> refusal(RefusalCode.CONTAINER_NOT_FOUND, "layers"));
    }

    @Override
    public void removeImage(String nameOrDigest, boolean force) {
        call("removeImage", nameOrDigest);
        if (world.images.remove(nameOrDigest) == null) {
            throw refusal(RefusalCode.IMAGE_NOT_FOUND, "remove " + nameOrDigest);
        }
        ring("");
    }

    /** What nobody needs goes; each image takes 100 bytes. */
    @Override
    public PrunePlan previewPrune(PruneRules rules, Map<Digest, List<String>> needed) {
        world.calls.add("preview " + rules);
        List<Prunable> prunable = images().stream()
                .map(image -> new Prunable(image, needed.getOrDefault(image.digest(), List.of()), Instant.EPOCH))
                .toList();
        List<PrunePlan.Entry> entries = PrunePlanner.verdicts(rules, prunable, Instant.EPOCH.plusSeconds(1)).stream()
                .map(verdict -> new PrunePlan.Entry(verdict, 100, 60))
                .toList();
        return new PrunePlan(entries, 60);
    }

    @Override
    public PruneResult pruneImages(
            PruneRules rules, List<PruneSeen> seen, Map<Digest, List<String>> needed, ImportProgress progress) {
        List<PruneSeen> removed = new ArrayList<>();
        List<PruneResult.Skipped> skipped = new ArrayList<>();
        for (PruneSeen each : seen) {
            progress.at("remove images", removed.size(), seen.size());
            if (needed.containsKey(each.digest())) {
                skipped.add(new PruneResult.Skipped(each, "used by " + needed.get(each.digest())));
            } else {
                removeImage(each.digest().toString(), true);
                removed.add(each);
            }
        }
        return new PruneResult(removed, skipped, 60L * removed.size());
    }

    @Override
    public DiskUsage diskUsage() {
        List<ImageUse> uses = images().stream()
                .map(image -> new ImageUse(image, List.of(), 100, 60, List.of()))
                .toList();
        return new DiskUsage(
                new StoreUse(10, 20, 3, 4, 5, 60, 0, uses, List.of()),
                containers().stream()
                        .map(view -> new DiskUsage.ContainerUse(
                                view.id(), view.config().name(), 7))
                        .toList());
    }

    @Override
    public void onChange(Consumer<String> bell) {
        bells.add(bell);
    }

    @Override
    public void close() {
        bells.clear();
    }

    final void ring(String id) {
        bells.forEach(bell -> bell.accept(id));
    }

    final void call(String what, String id) {
        world.calls.add(what + " " + id);
        RefusalCode code = world.refusals.get(what + " " + id);
        if (code != null) {
            throw refusal(code, what + " " + id);
        }
    }

    static RefusedException refusal(RefusalCode code, String tried) {
        return new RefusedException(code, tried, "the test says so", "ask the test");
    }
}

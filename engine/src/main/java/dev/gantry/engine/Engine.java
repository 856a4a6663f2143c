package dev.gantry.engine;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImageContent;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.prune.PrunePlan;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneRules;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.engine.image.store.Assembly;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.Descriptor;
import dev.gantry.oci.manifest.PlatformChoice;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs containers and keeps images on one host. All state is on disk: a new instance over the same data root adopts
 * what runs. Calls block, may come from any thread, and are serialised for each container; what can't be done throws
 * {@link RefusedException}. Container ids are chosen by the caller: 32 lower-case hex digits.
 */
public interface Engine extends AutoCloseable {

    EngineInfo info();

    /**
     * Reads an archive to its end and adds the images in it.
     *
     * @param archive a {@code docker save} archive, an OCI layout archive or a plain root file system archive; gzip,
     *     zstd or not compressed. Not closed
     * @param name how to name the archive's one image, instead of the names that the archive gives it; an archive of
     *     several images keeps its own names, a root file system without a name is refused
     * @return at least one image
     */
    List<Image> importImage(InputStream archive, @Nullable Reference name, ImportProgress progress);

    /**
     * Fetches an image for this host's platform. Its layers come at the same time; what is here is not fetched again.
     *
     * @see #pullImage(Reference, RegistryAccess, Optional, ImportProgress)
     */
    default Image pullImage(Reference name, RegistryAccess access, ImportProgress progress) {
        return pullImage(name, access, Optional.empty(), progress);
    }

    /**
     * Fetches an image. One for another platform than this host's can be kept, pushed and saved, and not run.
     *
     * @param platform for which; empty for this host's
     * @param access the servers to ask; its credentials are forgotten afterwards
     * @param progress one step for each layer, "pull layer 2 of 5", all told of before the first byte
     */
    Image pullImage(Reference name, RegistryAccess access, Optional<PlatformChoice> platform, ImportProgress progress);

    /**
     * Brings an image to a registry: only what is missing there, and by a mount where another repository has it.
     *
     * @param nameOrDigest of an image of this host
     * @param name what it is to be called there
     * @param access as for a pull; the last endpoint is written to
     * @param progress one step for each layer, "push layer 2 of 5"
     */
    void pushImage(String nameOrDigest, Reference name, RegistryAccess access, ImportProgress progress);

    List<Image> images();

    /** @param nameOrDigest a reference as in Docker, or a manifest digest, "sha256:…" */
    Optional<Image> image(String nameOrDigest);

    /**
     * Gives an image one more name, with a tag and without a digest; a name that means another image is taken from that
     * one.
     */
    Image tagImage(String nameOrDigest, Reference name);

    /**
     * Makes an image of layers that are here, without running anything: an ordinary image whose history keeps each layer's
     * command and tells where the layers are from. Equal choices make equal images.
     *
     * @param chosen from the lowest to the highest
     * @param configOf manifest digest of the image of which the new one takes how it is run
     */
    Image assembleImage(Reference name, List<Assembly.Choice> chosen, Digest configOf);

    /** Takes a name away and nothing else: an image without a name stays. Refused when there is no such name. */
    void untagImage(Reference name);

    /**
     * Writes images into one tar archive that is both an OCI image layout and a {@code docker save} archive.
     *
     * @param namesOrDigests a name stands for the image under that name alone, a digest for the image with all its names
     * @param out flushed, not closed; what it throws ends the writing
     */
    void saveImages(List<String> namesOrDigests, OutputStream out) throws IOException;

    /** The documents of an image and its names, for a copy to another host. */
    ImageContent describeContent(Digest digest);

    /**
     * The layers whose bytes this host lacks for an image; refused when the image is not for it, or contradicts itself.
     *
     * @return in the order in which {@link #sendContent} must write them
     */
    List<Descriptor> missingContent(ImageContent described);

    /**
     * Writes the bytes of some of an image's layers, one behind the other with nothing between.
     *
     * @param out flushed by nobody, not closed; what it throws ends the writing
     * @param progress one step, "send layers", in bytes
     */
    void sendContent(Digest digest, List<Digest> layers, OutputStream out, ImportProgress progress) throws IOException;

    /**
     * Makes an image of what another host tells and sends. Every digest is checked; whatever fails leaves nothing.
     *
     * @param coming the layers that come, as {@link #missingContent} said; refused when others are lacking by now
     * @param in their bytes; not closed
     * @param progress one step for each layer, "copy layer 2 of 5"
     */
    Image receiveImage(ImageContent described, List<Digest> coming, InputStream in, ImportProgress progress);

    /**
     * What the image's layers hold, to be looked at without unpacking anything. What is not known yet of a layer is made
     * of its archive, which takes as long as reading that; refused with IMAGE_NOT_FOUND when there is no such image.
     *
     * @param digest of the manifest
     */
    ImageLayers layers(Digest digest);

    /**
     * The layers of a container's image, and on top of them what the container wrote so far, running or not. Refused with
     * CONTAINER_NOT_FOUND, and with LIMIT_EXCEEDED when it wrote more than a layer may hold.
     */
    ImageLayers containerLayers(String id);

    /**
     * Removes a name, or, given the digest or the last name, the image and what nothing else needs.
     *
     * @param force given a digest, remove an image that has more than one name
     */
    void removeImage(String nameOrDigest, boolean force);

    /**
     * What a prune by these rules would remove, why each other image stays, and how many bytes would come back.
     *
     * @param needed names of those who need an image, by its digest, beside the containers that are here
     */
    PrunePlan previewPrune(PruneRules rules, Map<Digest, List<String>> needed);

    /**
     * Removes of what a preview showed what still goes by the same rules; what changed meanwhile stays and is told of.
     *
     * @param needed as for the preview, as of now
     * @param progress one step, "remove images", in images; when it cancels, what is left is told of as skipped
     */
    PruneResult pruneImages(
            PruneRules rules, List<PruneSeen> seen, Map<Digest, List<String>> needed, ImportProgress progress);

    /** What images and containers take on the disk. May take long on a disk that was never measured. */
    DiskUsage diskUsage();

    /** Makes the disk and the configuration of a container; refused when the id or the name exists. */
    ContainerView create(ContainerConfig config);

    /**
     * Starts a created or ended container as a new run.
     *
     * @param run higher than that of every run before
     */
    ContainerView start(String id, long run);

    /** Sends the signal, waits for the grace period, sends SIGKILL, and waits for the end. No-op when it does not run. */
    ContainerView stop(String id, StopOptions options);

    /** @param signal a name as in signal(7), with or without SIG, or a number */
    void signal(String id, String signal);

    /**
     * Removes a container with its disk, network and log. No-op when there is none.
     *
     * @param force kill it first when it runs; otherwise a running one is refused
     */
    void remove(String id, boolean force);

    List<ContainerView> containers();

    Optional<ContainerView> container(String id);

    /**
     * Hands out log records until the end, the end of following, or until the consumer throws or the thread is
     * interrupted.
     */
    void logs(String id, LogQuery query, Consumer<LogRecord> consumer);

    /**
     * Rings with a container's id whenever its view may have changed, and with "" when images may have. The bell may
     * ring too often, never too seldom; it is called on the engine's own threads and must return at once.
     */
    void onChange(Consumer<String> bell);

    /** Lets go of threads and descriptors; containers go on. */
    @Override
    void close();
}

package dev.gantry.engine;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.Image;
import dev.gantry.engine.image.ImageLayers;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusedException;
import java.io.InputStream;
import java.util.List;
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

    List<Image> images();

    /** @param nameOrDigest a reference as in Docker, or a manifest digest, "sha256:…" */
    Optional<Image> image(String nameOrDigest);

    /**
     * What the image's layers hold, to be looked at without unpacking anything. What is not known yet of a layer is made
     * of its archive, which takes as long as reading that; refused with IMAGE_NOT_FOUND when there is no such image.
     *
     * @param digest of the manifest
     */
    ImageLayers layers(Digest digest);

    /**
     * Removes a name, or, given the digest or the last name, the image and what nothing else needs.
     *
     * @param force given a digest, remove an image that has more than one name
     */
    void removeImage(String nameOrDigest, boolean force);

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

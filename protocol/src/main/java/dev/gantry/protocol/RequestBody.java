package dev.gantry.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.gantry.protocol.RequestBody.AssembleImage;
import dev.gantry.protocol.RequestBody.CheckRegistry;
import dev.gantry.protocol.RequestBody.DescribeContent;
import dev.gantry.protocol.RequestBody.DescribeLayers;
import dev.gantry.protocol.RequestBody.FileHistory;
import dev.gantry.protocol.RequestBody.FindFiles;
import dev.gantry.protocol.RequestBody.FindMissing;
import dev.gantry.protocol.RequestBody.FollowLogs;
import dev.gantry.protocol.RequestBody.ImportImage;
import dev.gantry.protocol.RequestBody.InspectContainer;
import dev.gantry.protocol.RequestBody.ListFiles;
import dev.gantry.protocol.RequestBody.MeasureDisk;
import dev.gantry.protocol.RequestBody.PreviewPrune;
import dev.gantry.protocol.RequestBody.PruneImages;
import dev.gantry.protocol.RequestBody.PullImage;
import dev.gantry.protocol.RequestBody.PushImage;
import dev.gantry.protocol.RequestBody.ReadFile;
import dev.gantry.protocol.RequestBody.ReadIndexes;
import dev.gantry.protocol.RequestBody.ReceiveImage;
import dev.gantry.protocol.RequestBody.RemoveImage;
import dev.gantry.protocol.RequestBody.SaveImages;
import dev.gantry.protocol.RequestBody.SendContent;
import dev.gantry.protocol.RequestBody.SignalContainer;
import dev.gantry.protocol.RequestBody.TagImage;
import dev.gantry.protocol.RequestBody.UntagImage;
import dev.gantry.protocol.facts.LogLine;
import dev.gantry.protocol.image.ImageContent;
import dev.gantry.protocol.image.NeededImage;
import dev.gantry.protocol.image.PruneRules;
import dev.gantry.protocol.image.SeenImage;
import dev.gantry.protocol.wish.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of work that a server asks of an agent besides its wishes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImportImage.class, name = "import-image"),
    @JsonSubTypes.Type(value = PullImage.class, name = "pull-image"),
    @JsonSubTypes.Type(value = PushImage.class, name = "push-image"),
    @JsonSubTypes.Type(value = CheckRegistry.class, name = "check-registry"),
    @JsonSubTypes.Type(value = RemoveImage.class, name = "remove-image"),
    @JsonSubTypes.Type(value = TagImage.class, name = "tag-image"),
    @JsonSubTypes.Type(value = UntagImage.class, name = "untag-image"),
    @JsonSubTypes.Type(value = AssembleImage.class, name = "assemble-image"),
    @JsonSubTypes.Type(value = SaveImages.class, name = "save-images"),
    @JsonSubTypes.Type(value = PreviewPrune.class, name = "preview-prune"),
    @JsonSubTypes.Type(value = PruneImages.class, name = "prune-images"),
    @JsonSubTypes.Type(value = MeasureDisk.class, name = "measure-disk"),
    @JsonSubTypes.Type(value = DescribeContent.class, name = "describe-content"),
    @JsonSubTypes.Type(value = FindMissing.class, name = "find-missing"),
    @JsonSubTypes.Type(value = SendContent.class, name = "send-content"),
    @JsonSubTypes.Type(value = ReceiveImage.class, name = "receive-image"),
    @JsonSubTypes.Type(value = SignalContainer.class, name = "signal-container"),
    @JsonSubTypes.Type(value = InspectContainer.class, name = "inspect-container"),
    @JsonSubTypes.Type(value = FollowLogs.class, name = "follow-logs"),
    @JsonSubTypes.Type(value = DescribeLayers.class, name = "describe-layers"),
    @JsonSubTypes.Type(value = ListFiles.class, name = "list-files"),
    @JsonSubTypes.Type(value = FileHistory.class, name = "file-history"),
    @JsonSubTypes.Type(value = ReadFile.class, name = "read-file"),
    @JsonSubTypes.Type(value = FindFiles.class, name = "find-files"),
    @JsonSubTypes.Type(value = ReadIndexes.class, name = "read-indexes"),
})
public sealed interface RequestBody {
    /** Before a container's id, where layers are asked for: its image's, and on top what the container wrote. */
    String OF_CONTAINER = "container:";

    /**
     * Dial back the stream, read an image archive from it to its end, and import it.
     *
     * @param reference how to name the image when the archive does not; also names a plain root file system
     * @param sizeBytes the archive's size when known, else 0
     */
    record ImportImage(String streamId, @Nullable String reference, long sizeBytes) implements RequestBody {}

    /**
     * Fetch an image. Progress comes as one step for each layer, "pull layer 2 of 5", all told of
     * before the first byte.
     *
     * @param endpoints the servers to ask, in this order: mirrors, and last the registry itself
     * @param platform as in "linux/arm/v7" or "windows(10.0.20348)/amd64"; null for the host's own
     */
    record PullImage(
            String reference,
            List<RegistryEndpoint> endpoints,
            @Nullable String platform) implements RequestBody {
        public PullImage {
            endpoints = List.copyOf(endpoints);
        }

        /** For the host's own platform. */
        public PullImage(String reference, List<RegistryEndpoint> endpoints) {
            this(reference, endpoints, null);
        }
    }

    /**
     * Bring an image of the host to a registry: what is missing there. Progress as for a pull, "push layer 2 of 5".
     *
     * @param image manifest digest
     * @param reference what it is to be called there
     * @param endpoints as for a pull; the last one is written to
     */
    record PushImage(String image, String reference, List<RegistryEndpoint> endpoints) implements RequestBody {
        public PushImage {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** The answer's document is a {@link dev.gantry.protocol.facts.RegistryFact}: how far the host comes at a registry. */
    record CheckRegistry(RegistryEndpoint endpoint) implements RequestBody {}

    /**
     * @param image manifest digest, or a reference: then only that name goes while the image has others
     * @param force remove all of the image's references; still refused while a container needs it
     */
    record RemoveImage(String image, boolean force) implements RequestBody {}

    /**
     * Give an image one more name; the answer has the image.
     *
     * @param image manifest digest, or a reference
     */
    record TagImage(String image, String reference) implements RequestBody {}

    /**
     * Make an image of layers that the host has; the answer has the image.
     *
     * @param layers from the lowest to the highest
     * @param configOf manifest digest of the image of which the new one takes how it is run
     */
    record AssembleImage(String reference, List<ChosenLayer> layers, String configOf) implements RequestBody {
        public AssembleImage {
            layers = Copies.list(layers);
        }
    }

    /**
     * One layer of an image.
     *
     * @param image manifest digest
     * @param layer 0 for the lowest
     */
    record ChosenLayer(String image, int layer) {}

    /** Take a name away; an image without a name stays. */
    record UntagImage(String reference) implements RequestBody {}

    /**
     * Dial back the stream and write images to it as one tar archive, an OCI image layout and a docker save archive in
     * one; the answer says whether all of it was written.
     *
     * @param images manifest digests or references
     */
    record SaveImages(String streamId, List<String> images) implements RequestBody {
        public SaveImages {
            images = Copies.list(images);
        }
    }

    /**
     * The answer's document is a {@link dev.gantry.protocol.image.PrunePlanFact}.
     *
     * @param needed what is wished to be used there, beside what the host knows of
     */
    record PreviewPrune(PruneRules rules, List<NeededImage> needed) implements RequestBody {
        public PreviewPrune {
            needed = Copies.list(needed);
        }
    }

    /**
     * Remove of what a preview showed what still goes by the same rules. The answer's document is a
     * {@link dev.gantry.protocol.image.PruneFact}. Progress as one step, "remove images", in images.
     */
    record PruneImages(PruneRules rules, List<NeededImage> needed, List<SeenImage> seen) implements RequestBody {
        public PruneImages {
            needed = Copies.list(needed);
            seen = Copies.list(seen);
        }
    }

    /** The answer's document is a {@link dev.gantry.protocol.image.DiskFact}. */
    record MeasureDisk() implements RequestBody {}

    /**
     * The answer's document is the {@link ImageContent} of an image, for a copy to another host.
     *
     * @param image manifest digest
     */
    record DescribeContent(String image) implements RequestBody {}

    /** The answer's document is a {@link dev.gantry.protocol.image.MissingFact}: which layers must come for an image. */
    record FindMissing(ImageContent content) implements RequestBody {}

    /**
     * Dial back the stream and write the bytes of some of an image's layers to it, one behind the other; the answer says
     * whether all of it was written.
     *
     * @param layers digests of blobs, in this order
     */
    record SendContent(String image, List<String> layers, String streamId) implements RequestBody {
        public SendContent {
            layers = Copies.list(layers);
        }
    }

    /**
     * Make an image of its documents, of layers that are there and of those that come; the answer has the image. Progress
     * comes as one step for each layer, "copy layer 2 of 5".
     *
     * @param layers digests of the blobs that come, as the host said that they are missing
     * @param streamId to dial back and read their bytes from; null when none come
     */
    record ReceiveImage(
            ImageContent content,
            List<String> layers,
            @Nullable String streamId) implements RequestBody {
        public ReceiveImage {
            layers = Copies.list(layers);
        }
    }

    /** @param signal a name as in signal(7), with or without SIG, or a number */
    record SignalContainer(String containerId, String signal) implements RequestBody {}

    /** The answer's document is the engine's full record of the container, JSON. */
    record InspectContainer(String containerId) implements RequestBody {}

    /**
     * Dial back the stream and write the container's log to it, one JSON {@link LogLine} a line, UTF-8.
     *
     * @param since RFC 3339, inclusive; null for all
     * @param tail at most so many of the lines that exist; null for all
     * @param follow go on with new lines until the container is removed or the stream is closed
     */
    record FollowLogs(
            String containerId,
            String streamId,
            @Nullable String since,
            @Nullable Integer tail,
            boolean follow) implements RequestBody {}

    /**
     * The answer's document is a {@link dev.gantry.protocol.layer.LayersFact}.
     *
     * @param image manifest digest, or {@link #OF_CONTAINER} and a container's id; so in all requests about layers
     * @param worst at most so many paths that waste bytes
     */
    record DescribeLayers(String image, int worst) implements RequestBody {}

    /**
     * The answer's document is a {@link dev.gantry.protocol.layer.FilePage} of the stack up to a layer.
     *
     * @param layer 0 for the lowest
     * @param path of a directory, as in {@link dev.gantry.protocol.layer.FileFact}; "" is the root
     * @param below all that lies in it at any depth, not only what lies right in it
     * @param text part of the path or, with * or ?, a pattern for the whole path; "" for all
     * @param kinds and {@code marks}: those that are wanted; none for all, hidden paths excepted
     * @param after the last path of the page before; "" for the first page
     */
    record ListFiles(
            String image,
            int layer,
            String path,
            boolean below,
            String text,
            List<String> kinds,
            List<String> marks,
            long minBytes,
            String after,
            int limit)
            implements RequestBody {
        public ListFiles {
            kinds = Copies.list(kinds);
            marks = Copies.list(marks);
        }
    }

    /** The answer's document is a {@link dev.gantry.protocol.layer.FilePage}: what each layer did to one path. */
    record FileHistory(String image, String path) implements RequestBody {}

    /**
     * Dial back the stream and write a file's bytes to it, as the stack up to a layer left them.
     *
     * @param offset in bytes
     * @param length at most so many bytes; null for all
     */
    record ReadFile(
            String image,
            int layer,
            String path,
            String streamId,
            long offset,
            @Nullable Long length) implements RequestBody {}

    /**
     * The answer's document is a {@link dev.gantry.protocol.layer.FoundFiles}: files that the host's images show.
     *
     * @param text part of the path; how it begins, with a slash at its beginning; or a pattern with * or ?
     * @param content digest of the files' bytes, in place of {@code text}; null to search by path
     * @param limit at most so many files
     */
    record FindFiles(String text, @Nullable String content, int limit) implements RequestBody {}

    /**
     * Dial back the stream and write the indexes of layers to it, docs/layer-index.md, each behind its length: 8 bytes,
     * big-endian.
     *
     * @param layers numbers, 0 for the lowest; in the order in which they are wanted
     */
    record ReadIndexes(String image, List<Integer> layers, String streamId) implements RequestBody {
        public ReadIndexes {
            layers = Copies.list(layers);
        }
    }
}

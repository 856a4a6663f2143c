package dev.gantry.server.image;

import dev.gantry.oci.reference.Reference;
import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives images names and takes them away, on one host or on all that have the image. */
@Component
class ImageNames {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Images images;
    private final ImageFacts facts;
    private final AgentLinks links;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    ImageNames(Images images, ImageFacts facts, AgentLinks links, AuditLog audit, TransactionTemplate transaction) {
        this.images = images;
        this.facts = facts;
        this.links = links;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** The name leads to this image from now on, and to no other. */
    ImageView add(String digest, String reference, @Nullable UUID hostId) {
        String name = tagged(reference);
        String tried = "Name image " + digest + " " + Reference.parse(name).familiar();
        List<ImageView.HostRef> hosts = hosts(tried, images.find(digest), hostId);
        for (ImageView.HostRef host : hosts) {
            ImageFact named = Objects.requireNonNull(
                    ask(tried, host, new RequestBody.TagImage(digest, name)), "an agent that named an image shows it");
            facts.add(host.id(), named);
        }
        record("image.tag", digest, name, hosts, true);
        return images.find(digest);
    }

    /** The image stays, also without any name. */
    ImageView remove(String digest, String reference, @Nullable UUID hostId) {
        String name = tagged(reference);
        String tried = "Take the name " + Reference.parse(name).familiar() + " from image " + digest;
        List<ImageView.HostRef> hosts = hosts(tried, images.find(digest), hostId).stream()
                .filter(host -> known(host.id(), digest).references().contains(name))
                .toList();
        if (hosts.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.IMAGE_NOT_FOUND,
                    tried,
                    "it does not have this name there",
                    "Look at the image's page for its names.");
        }
        for (ImageView.HostRef host : hosts) {
            ask(tried, host, new RequestBody.UntagImage(name));
            facts.add(host.id(), without(known(host.id(), digest), name));
        }
        record("image.untag", digest, name, hosts, false);
        return images.find(digest);
    }

    private @Nullable ImageFact ask(String tried, ImageView.HostRef host, RequestBody body) {
        return links.request(host.id(), host.name(), body, progress -> {})
                .await(tried, PATIENCE)
                .image();
    }

    private ImageFact known(UUID hostId, String digest) {
        return facts.find(hostId, digest).map(HostImage::fact).orElseThrow(() -> ImageQueries.notFound(digest));
    }

    /** All that have it and can be asked; a host that can't be would keep the old name. */
    private List<ImageView.HostRef> hosts(String tried, ImageView image, @Nullable UUID hostId) {
        List<ImageView.HostRef> hosts = image.hosts().stream()
                .filter(host -> hostId == null || host.id().equals(hostId))
                .toList();
        if (hosts.isEmpty()) {
            throw ImageQueries.notFound(image.digest());
        }
        for (ImageView.HostRef host : hosts) {
            if (!links.reaches(host.id())) {
                throw Images.unreachable(tried + " on host " + host.name());
            }
        }
        return hosts;
    }

    private void record(String action, String digest, String name, List<ImageView.HostRef> hosts, boolean added) {
        Map<String, Object> what = Map.of(
                "reference",
                name,
                "hosts",
                hosts.stream().map(ImageView.HostRef::name).toList());
        transaction.executeWithoutResult(
                status -> audit.record(action, "image", digest, name, added ? null : what, added ? what : null));
    }

    private static ImageFact without(ImageFact image, String name) {
        return new ImageFact(
                image.digest(),
                image.configDigest(),
                image.references().stream().filter(each -> !each.equals(name)).toList(),
                image.os(),
                image.architecture(),
                image.variant(),
                image.osVersion(),
                image.sizeBytes(),
                image.createdAt(),
                image.layers(),
                image.config());
    }

    private static String tagged(String reference) {
        Reference name = Reference.parse(Images.canonical(reference));
        if (name.tag().isEmpty() || name.digest().isPresent()) {
            throw new ProblemException(
                    ErrorCode.VALIDATION_FAILED,
                    "Name an image",
                    "a name that leads to an image has a tag and no digest",
                    "Write it as in team/app:2.0.",
                    Map.of("reference", "must be a name with a tag, as in team/app:2.0"));
        }
        return name.toString();
    }
}

package dev.gantry.server.container;

import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.image.HostImage;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.scheduling.Candidate;
import dev.gantry.server.scheduling.Decision;
import dev.gantry.server.scheduling.Request;
import dev.gantry.server.scheduling.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the host for a container whose maker named none. */
@Component
class Placement {
    private final Hosts hosts;
    private final ImageFacts images;
    private final ContainerRows rows;

    Placement(Hosts hosts, ImageFacts images, ContainerRows rows) {
        this.hosts = hosts;
        this.images = images;
        this.rows = rows;
    }

    /** Errors with NAME_TAKEN or NO_HOST_FITS, and counts of why. */
    UUID choose(String imageKey, @Nullable String name) {
        List<Candidate> candidates =
                hosts.all().stream().map(host -> candidate(host, imageKey)).toList();
        Decision decision = Scheduler.decide(new Request(imageKey, name), candidates);
        if (decision instanceof Decision.Placed placed) {
            return placed.hostId();
        }
        Decision.Refused refused = (Decision.Refused) decision;
        String tried =
                "Find a host for " + (name == null ? "a container" : "container " + name) + " of image " + imageKey;
        throw refused.nameTaken()
                ? new ProblemException(
                        ErrorCode.NAME_TAKEN,
                        tried,
                        refused.why(),
                        refused.action(),
                        Map.of("name", "is held by another container of each host that could run it"))
                : new ProblemException(ErrorCode.NO_HOST_FITS, tried, refused.why(), refused.action());
    }

    private Candidate candidate(HostView host, String imageKey) {
        Optional<HostImage> image = images.find(host.id(), imageKey);
        return new Candidate(
                host.id(),
                host.name(),
                host.state() == HostView.State.CONNECTED,
                host.facts() != null && host.facts().engine().runtime() != null,
                platform(host.facts()),
                image.map(HostImage::platform),
                Set.copyOf(rows.names(host.id())),
                host.containers().total());
    }

    /** As images name theirs; "unknown" before the first hello. */
    static String platform(@Nullable HostFacts facts) {
        return facts == null ? "unknown" : facts.os().family() + "/" + facts.architecture();
    }
}

package dev.gantry.server.container;

import dev.gantry.oci.digest.Digest;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.Power;
import dev.gantry.protocol.wish.StopSpec;
import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.container.goal.ContainerProblems;
import dev.gantry.server.container.goal.Goal;
import dev.gantry.server.container.spec.Names;
import dev.gantry.server.container.spec.NewContainer;
import dev.gantry.server.container.spec.Ports;
import dev.gantry.server.container.spec.Signals;
import dev.gantry.server.container.spec.SpecCheck;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.image.HostImage;
import dev.gantry.server.image.ImageFacts;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.Ids;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Creates containers: checks all that can be known before the host is asked, writes the wish, and begins the operation. */
@Component
class Containers {
    private static final int USUAL_GRACE = 10;

    private final ContainerRows rows;
    private final ContainerWork work;
    private final Placement placement;
    private final Hosts hosts;
    private final ImageFacts images;
    private final Names names;
    private final AuditLog audit;
    private final LiveChanges live;
    private final Ids ids;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Containers(
            ContainerRows rows,
            ContainerWork work,
            Placement placement,
            Hosts hosts,
            ImageFacts images,
            Names names,
            AuditLog audit,
            LiveChanges live,
            Ids ids,
            Clock clock,
            TransactionTemplate transaction) {
        this.rows = rows;
        this.work = work;
        this.placement = placement;
        this.hosts = hosts;
        this.images = images;
        this.names = names;
        this.audit = audit;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    Begun create(NewContainer body) {
        ContainerSpec spec = SpecCheck.check(body);
        String imageKey = SpecCheck.imageKey(spec.image());
        UUID hostId = body.hostId() != null ? body.hostId() : placement.choose(imageKey, body.name());
        HostView host = hosts.get(hostId);
        String shown = body.name() == null ? "of " + spec.image() : body.name();
        HostImage image = images.find(hostId, imageKey)
                .orElseThrow(() -> ContainerProblems.imageMissing(shown, host.name(), spec.image()));
        String platform = Placement.platform(host.facts());
        if (!image.platform().equals(platform)) {
            throw ContainerProblems.platform(shown, host.name(), image.platform(), platform);
        }
        boolean start = !Boolean.FALSE.equals(body.start());
        return Objects.requireNonNull(
                transaction.execute(status -> insert(body.name(), spec, host, image, start)), "a transaction's result");
    }

    private Begun insert(@Nullable String wanted, ContainerSpec spec, HostView host, HostImage image, boolean start) {
        long revision = hosts.nextRevision(host.id());
        String name = wanted == null ? names.free(each -> rows.nameTaken(host.id(), each)) : wanted;
        if (wanted != null && rows.nameTaken(host.id(), wanted)) {
            throw ContainerProblems.nameTaken(wanted, host.name());
        }
        if (!spec.ports().isEmpty()) {
            Ports.conflict(spec.ports(), rows.held(host.id())).ifPresent(conflict -> {
                throw ContainerProblems.portTaken(name, host.name(), conflict);
            });
        }
        ContainerRow row = new ContainerRow(
                ids.next(),
                host.id(),
                name,
                Digest.parse(image.fact().digest()).toString(),
                spec,
                start ? Power.ON : Power.OFF,
                start ? 1 : 0,
                stop(spec, image),
                false,
                1,
                revision,
                clock.instant(),
                Callers.current().name(),
                1);
        rows.insert(row);
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("host", host.name());
        after.put("spec", shown(spec));
        after.put("start", start);
        audit.record("container.create", "container", row.id(), name, null, after);
        live.changed(Topic.CONTAINERS, row.id());
        return work.begin(
                row,
                host.name(),
                host.state() == HostView.State.CONNECTED,
                "container.create",
                start ? Goal.Kind.LAUNCHED : Goal.Kind.CREATED);
    }

    /** How a run ends unless a request says otherwise: as the spec wants, or the image, or as usual. */
    static StopSpec stop(ContainerSpec spec, @Nullable HostImage image) {
        String wished = spec.stopSignal();
        String signal =
                wished != null || image == null ? wished : image.fact().config().stopSignal();
        int grace = spec.stopGraceSeconds() == null ? USUAL_GRACE : spec.stopGraceSeconds();
        return new StopSpec(signal != null && Signals.known(signal) ? Signals.canonical(signal) : Signals.TERM, grace);
    }

    /** What the audit may keep: values of variables may be secrets, so only their names. */
    private static Map<String, Object> shown(ContainerSpec spec) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("image", spec.image());
        shown.put("variables", spec.env().keySet());
        shown.put("ports", spec.ports());
        shown.put("limits", spec.limits());
        return shown;
    }
}

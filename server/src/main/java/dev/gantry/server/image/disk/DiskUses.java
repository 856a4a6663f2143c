package dev.gantry.server.image.disk;

import dev.gantry.protocol.RequestBody;
import dev.gantry.protocol.image.DiskFact;
import dev.gantry.server.agentlink.AgentDocument;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentlink.PendingRequest;
import dev.gantry.server.host.HostView;
import dev.gantry.server.host.Hosts;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Has hosts measure their disks, all at the same time. One that does not answer says why, and the others show. */
@Service
class DiskUses {
    /** The first look at a disk that was never measured walks through all of it. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final AgentLinks links;
    private final Hosts hosts;

    DiskUses(AgentLinks links, Hosts hosts) {
        this.links = links;
        this.hosts = hosts;
    }

    /** @param hostId null for all hosts */
    DiskUseView measure(@Nullable UUID hostId) {
        List<HostView> targets = hostId == null ? hosts.all() : List.of(hosts.get(hostId));
        List<Supplier<DiskUseView.HostDisk>> asked = new ArrayList<>();
        targets.forEach(host -> asked.add(ask(host)));
        return new DiskUseView(asked.stream().map(Supplier::get).toList());
    }

    private Supplier<DiskUseView.HostDisk> ask(HostView host) {
        String tried = "Measure the disk of host " + host.name();
        try {
            if (!links.reaches(host.id())) {
                throw new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        tried,
                        "its agent is not connected",
                        "See that the host is up, that its agent runs and that it reaches the server's agent port.");
            }
            PendingRequest request =
                    links.request(host.id(), host.name(), new RequestBody.MeasureDisk(), progress -> {});
            return () -> answered(host, request, tried);
        } catch (ProblemException e) {
            return () -> refused(host, e);
        }
    }

    private static DiskUseView.HostDisk answered(HostView host, PendingRequest request, String tried) {
        try {
            DiskFact fact = AgentDocument.read(request.await(tried, ANSWER), DiskFact.class, tried, host.name());
            return new DiskUseView.HostDisk(host.id(), host.name(), fact, null);
        } catch (ProblemException e) {
            return refused(host, e);
        }
    }

    private static DiskUseView.HostDisk refused(HostView host, ProblemException why) {
        return new DiskUseView.HostDisk(host.id(), host.name(), null, why.problem());
    }
}

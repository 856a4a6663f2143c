package dev.gantry.server.dispatch;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.server.agentlink.Sanitized;
import dev.gantry.server.container.ContainerIds;
import dev.gantry.server.container.Wishes;
import dev.gantry.server.container.goal.Goals;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The one writer of container_status. A host only ever speaks for its own containers. */
@Component
class ContainerFactsWriter {
    private static final int LONGEST = 200;
    private static final int MOST_PORTS = 256;

    private final JdbcClient jdbc;
    private final LiveChanges live;
    private final HostFactsWriter hosts;
    private final Wishes wishes;
    private final Goals goals;
    private final JsonMapper json = ProtocolMapper.create();

    ContainerFactsWriter(JdbcClient jdbc, LiveChanges live, HostFactsWriter hosts, Wishes wishes, Goals goals) {
        this.jdbc = jdbc;
        this.live = live;
        this.hosts = hosts;
        this.wishes = wishes;
        this.goals = goals;
    }

    /**
     * Writes a report and ends what it ends. Returns whether it was newer than all before it.
     *
     * @param told the revision of the wishes that the host was sent before this report came
     */
    @Transactional
    public boolean report(UUID hostId, long epoch, long told, AgentMessage.ContainerReport report) {
        if (!hosts.accept(hostId, epoch, report.sequence(), HostFactsWriter.Report.CONTAINERS)) {
            return false;
        }
        Map<UUID, ContainerState> seen = new LinkedHashMap<>();
        for (ContainerState state : report.containers()) {
            ContainerIds.fromLink(state.id()).ifPresent(id -> seen.put(id, sanitized(state)));
        }
        List<UUID> named = List.copyOf(seen.keySet());
        write(hostId, seen).forEach(id -> live.changed(Topic.CONTAINERS, id));
        List<UUID> removed = report.removed().stream()
                .map(ContainerIds::fromLink)
                .flatMap(Optional::stream)
                .toList();
        List<UUID> gone = new ArrayList<>();
        if (!removed.isEmpty()) {
            gone.addAll(wishes.removing(hostId, removed));
        }
        if (report.full()) {
            gone.addAll(wishes.removedAndAbsent(hostId, told, named));
            unknown(hostId, "container_id <> all(:ids)", named);
        } else if (!removed.isEmpty()) {
            unknown(hostId, "container_id = any(:ids)", removed);
        }
        goals.judge(named);
        if (!gone.isEmpty()) {
            goals.gone(gone);
            wishes.forget(gone);
            gone.forEach(id -> live.changed(Topic.CONTAINERS, id));
        }
        return true;
    }

    private List<UUID> write(UUID hostId, Map<UUID, ContainerState> seen) {
        if (seen.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                insert into container_status (container_id, phase, state, reported_at)
                select c.id, x.phase, x.state::jsonb, now()
                  from unnest(:ids, :phases, :states) x(id, phase, state)
                  join container c on c.id = x.id and c.host_id = :host
                on conflict (container_id) do update
                   set phase = excluded.phase, state = excluded.state, reported_at = excluded.reported_at
                 where container_status.state is distinct from excluded.state
                returning container_id
                """)
                .param("ids", seen.keySet().toArray(UUID[]::new))
                .param(
                        "phases",
                        seen.values().stream()
                                .map(state -> state.phase().name())
                                .toArray(String[]::new))
                .param(
                        "states",
                        seen.values().stream()
                                .map(state -> json.writeValueAsString(state).replace("\\u0000", ""))
                                .toArray(String[]::new))
                .param("host", hostId)
                .query(UUID.class)
                .list();
    }

    /** What the host does not have is not known any more. */
    private void unknown(UUID hostId, String which, List<UUID> ids) {
        jdbc.sql("delete from container_status s using container c where c.id = s.container_id"
                        + " and c.host_id = :host and " + which + " returning s.container_id")
                .param("host", hostId)
                .param("ids", ids.toArray(UUID[]::new))
                .query(UUID.class)
                .list()
                .forEach(id -> live.changed(Topic.CONTAINERS, id));
    }

    private static ContainerState sanitized(ContainerState state) {
        Problem problem = state.problem();
        List<ContainerSpec.PortMapping> ports = state.ports();
        return new ContainerState(
                state.id(),
                Sanitized.text(state.name(), LONGEST),
                state.generation(),
                state.run(),
                state.phase(),
                state.pid(),
                state.exitCode(),
                state.oomKilled(),
                problem == null ? null : Sanitized.problem(problem),
                bounded(state.address()),
                bounded(state.imageDigest()),
                bounded(state.startedAt()),
                bounded(state.finishedAt()),
                ports.size() > MOST_PORTS ? ports.subList(0, MOST_PORTS) : ports);
    }

    private static @Nullable String bounded(@Nullable String text) {
        return text == null ? null : Sanitized.text(text, LONGEST);
    }
}

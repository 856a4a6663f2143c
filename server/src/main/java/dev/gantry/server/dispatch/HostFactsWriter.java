package dev.gantry.server.dispatch;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.server.agentlink.Sanitized;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.peer.Replica;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The one writer of host_status. Each write names the link's epoch: what an older link says comes too late. */
@Component
class HostFactsWriter {
    private static final int LONGEST_VERSION = 100;
    /** An agent may claim any revision; beyond this one the counter could run out. */
    private static final long HIGHEST_BELIEVED = 1L << 52;

    private final JdbcClient jdbc;
    private final LiveChanges live;
    private final Replica replica;
    private final JsonMapper json = ProtocolMapper.create();

    HostFactsWriter(JdbcClient jdbc, LiveChanges live, Replica replica) {
        this.jdbc = jdbc;
        this.live = live;
        this.replica = replica;
    }

    /** The new link's epoch; empty when the host was removed meanwhile. */
    @Transactional
    public OptionalLong opened(UUID hostId, AgentMessage.Hello hello) {
        OptionalLong epoch = jdbc.sql("""
                update host_status
                   set server_id = :me, link_epoch = link_epoch + 1, container_sequence = 0, image_sequence = 0,
                       agent_version = :version, facts = :facts::jsonb, last_seen_at = now(), opened_at = now()
                 where host_id = :host
                returning link_epoch
                """)
                .param("me", replica.id())
                .param("version", Sanitized.text(hello.agentVersion(), LONGEST_VERSION))
                .param("facts", text(hello.facts()))
                .param("host", hostId)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        overtake(hostId, hello.revision());
        changed(hostId);
        return epoch;
    }

    /**
     * An agent ignores wishes older than those it holds. After a database was put back, or a host joined anew, it may
     * hold newer ones than were ever counted here: the counter goes on behind them.
     */
    private void overtake(UUID hostId, long held) {
        if (held < HIGHEST_BELIEVED) {
            jdbc.sql("update host_wish set revision = :held + 1 where host_id = :host and revision < :held")
                    .param("held", held)
                    .param("host", hostId)
                    .update();
        }
    }

    @Transactional
    public void facts(UUID hostId, long epoch, HostFacts facts) {
        jdbc.sql("update host_status set facts = :facts::jsonb where host_id = :host and link_epoch = :epoch")
                .param("facts", text(facts))
                .param("host", hostId)
                .param("epoch", epoch)
                .update();
        live.changed(Topic.HOSTS, hostId);
    }

    @Transactional
    public void closed(UUID hostId, long epoch) {
        int ended = jdbc.sql("""
                update host_status set server_id = null, last_seen_at = now()
                 where host_id = :host and link_epoch = :epoch and server_id = :me
                """)
                .param("host", hostId)
                .param("epoch", epoch)
                .param("me", replica.id())
                .update();
        if (ended > 0) {
            changed(hostId);
        }
    }

    /** Whether a report is newer than all before it; from then on it is the newest. */
    boolean accept(UUID hostId, long epoch, long sequence, Report report) {
        return jdbc.sql("update host_status set " + report.column + " = :sequence where host_id = :host"
                                + " and link_epoch = :epoch and " + report.column + " < :sequence")
                        .param("sequence", sequence)
                        .param("host", hostId)
                        .param("epoch", epoch)
                        .update()
                > 0;
    }

    /** The state of the host is part of what its containers show. */
    private void changed(UUID hostId) {
        live.changed(Topic.HOSTS, hostId);
        live.changed(Topic.CONTAINERS, hostId);
    }

    private String text(HostFacts facts) {
        return json.writeValueAsString(facts).replace("\\u0000", "");
    }

    /** What has a sequence of its own. */
    enum Report {
        CONTAINERS("container_sequence"),
        IMAGES("image_sequence");

        private final String column;

        Report(String column) {
            this.column = column;
        }
    }
}

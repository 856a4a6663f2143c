package dev.gantry.server.dispatch;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.server.agentlink.AgentLink;
import dev.gantry.server.agentlink.AgentLinks;
import dev.gantry.server.agentport.AgentConnector;
import dev.gantry.server.host.HostVitals;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.peer.Replica;
import dev.gantry.server.platform.Loop;
import dev.gantry.server.platform.ServerHome;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says every 5 s, in one row for all its links, that this server is there, where others reach it, and what its hosts last said of
 * themselves. A server that dies leaves its hosts unreachable when the lease ends, without anybody having to notice. Times are the
 * database's own, but for when a host was heard.
 */
@Component
class ReplicaLease {
    private static final Duration RENEW = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final AgentLinks links;
    private final LiveChanges live;
    private final Replica replica;
    private final AgentConnector port;
    private final ServerHome home;
    private final TransactionTemplate transaction;
    private final JsonMapper json = ProtocolMapper.create();
    private @Nullable Loop loop;

    ReplicaLease(
            JdbcClient jdbc,
            AgentLinks links,
            LiveChanges live,
            Replica replica,
            AgentConnector port,
            ServerHome home,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.links = links;
        this.live = live;
        this.replica = replica;
        this.port = port;
        this.home = home;
        this.transaction = transaction;
    }

    @PostConstruct
    void start() throws IOException {
        endPredecessor();
        renew();
        loop = new Loop("replica-lease", RENEW, this::renew);
    }

    /** A home has one server at a time: whoever worked here before is dead, and need not be waited for until its lease ends. */
    private void endPredecessor() throws IOException {
        if (Files.exists(home.replicaFile())) {
            jdbc.sql("update server_lease set held_until = now() - interval '1 second' where id::text = :id")
                    .param("id", Files.readString(home.replicaFile()).strip())
                    .update();
        }
        ServerHome.writeSecret(home.replicaFile(), replica.id().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The address is known from now on. */
    @EventListener(ApplicationReadyEvent.class)
    void opened() {
        Loop running = loop;
        if (running != null) {
            running.ring();
        }
    }

    void renew() {
        jdbc.sql("""
                insert into server_lease (id, held_until, address, vitals)
                values (:id, now() + interval '15 seconds', :address, :vitals::jsonb)
                on conflict (id) do update
                   set held_until = excluded.held_until, address = excluded.address, vitals = excluded.vitals
                """)
                .param("id", replica.id())
                .param("address", port.peerAddress())
                .param("vitals", vitals())
                .update();
        transaction.executeWithoutResult(status -> {
            reconcile();
            expire();
        });
    }

    private String vitals() {
        Map<String, HostVitals.Vitals> all = new HashMap<>();
        for (AgentLink link : links.all()) {
            links.of(link.hostId()).ifPresent(heard -> all.put(link.hostId().toString(), heard));
        }
        return json.writeValueAsString(all);
    }

    /** A link whose end could not be written down, because the database was away, is written down here. */
    private void reconcile() {
        UUID[] linked = links.all().stream().map(AgentLink::hostId).toArray(UUID[]::new);
        jdbc.sql("""
                update host_status set server_id = null
                 where server_id = :me and host_id <> all(:linked) and opened_at < now() - interval '10 seconds'
                returning host_id
                """)
                .param("me", replica.id())
                .param("linked", linked)
                .query(UUID.class)
                .list()
                .forEach(this::changed);
        jdbc.sql("""
                update host_status set last_seen_at = now()
                 where server_id = :me and host_id = any(:linked) and last_seen_at < now() - interval '2 minutes'
                """).param("me", replica.id()).param("linked", linked).update();
    }

    /** Of a server that is gone for good nothing stays but the last sight of its hosts. */
    private void expire() {
        jdbc.sql("""
                with gone as (delete from server_lease where held_until < now() returning id, vitals)
                update host_status s
                   set server_id = null,
                       last_seen_at = greatest(s.last_seen_at,
                                               (gone.vitals -> s.host_id::text ->> 'heardAt')::timestamptz)
                  from gone where s.server_id = gone.id
                returning s.host_id
                """).query(UUID.class).list().forEach(this::changed);
    }

    private void changed(UUID host) {
        live.changed(Topic.HOSTS, host);
        live.changed(Topic.CONTAINERS, host);
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
        jdbc.sql("delete from server_lease where id = :id")
                .param("id", replica.id())
                .update();
    }
}

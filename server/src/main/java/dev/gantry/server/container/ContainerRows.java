package dev.gantry.server.container;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import dev.gantry.protocol.wish.StopSpec;
import dev.gantry.server.container.spec.Ports;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of wishes. On the path of every start, so by plain SQL. */
@Component
class ContainerRows {
    private static final String COLUMNS =
            "c.id, c.host_id, c.name, c.image_digest, c.spec, c.power, c.run, c.stop_signal,"
                    + " c.stop_grace, c.removing, c.generation, c.revision, c.created_at, c.created_by, c.version";

    private final JdbcClient jdbc;
    private final JsonMapper json = ProtocolMapper.create();

    ContainerRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ContainerRow row) {
        jdbc.sql("""
                insert into container (id, host_id, name, image_digest, spec, power, run, stop_signal, stop_grace,
                                       removing, generation, revision, created_at, created_by, version)
                values (:id, :host, :name, :digest, :spec::jsonb, :power, :run, :signal, :grace, :removing,
                        :generation, :revision, :createdAt, :createdBy, :version)
                """)
                .param("id", row.id())
                .param("host", row.hostId())
                .param("name", row.name())
                .param("digest", row.imageDigest())
                .param("spec", json.writeValueAsString(row.spec()))
                .param("power", row.power().name())
                .param("run", row.run())
                .param("signal", row.stop().signal())
                .param("grace", row.stop().graceSeconds())
                .param("removing", row.removing())
                .param("generation", row.generation())
                .param("revision", row.revision())
                .param("createdAt", row.createdAt().atOffset(ZoneOffset.UTC))
                .param("createdBy", row.createdBy())
                .param("version", row.version())
                .update();
        for (ContainerSpec.PortMapping port : row.spec().ports()) {
            jdbc.sql("""
                    insert into container_port (container_id, host_id, protocol, host_port, host_address)
                    values (:id, :host, :protocol, :port, :address)
                    """)
                    .param("id", row.id())
                    .param("host", row.hostId())
                    .param("protocol", port.protocol().name())
                    .param("port", port.hostPort())
                    .param("address", port.hostAddress())
                    .update();
        }
    }

    /** Writes what of a wish can change. */
    void update(ContainerRow row) {
        jdbc.sql("""
                update container
                   set power = :power, run = :run, stop_signal = :signal, stop_grace = :grace, removing = :removing,
                       generation = :generation, revision = :revision, version = :version
                 where id = :id
                """)
                .param("id", row.id())
                .param("power", row.power().name())
                .param("run", row.run())
                .param("signal", row.stop().signal())
                .param("grace", row.stop().graceSeconds())
                .param("removing", row.removing())
                .param("generation", row.generation())
                .param("revision", row.revision())
                .param("version", row.version())
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from container where id = :id").param("id", id).update();
    }

    Optional<ContainerRow> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from container c where c.id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    Optional<ContainerState> state(UUID id) {
        return jdbc.sql("select state from container_status where container_id = :id")
                .param("id", id)
                .query((row, n) -> json.readValue(row.getString("state"), ContainerState.class))
                .optional();
    }

    boolean nameTaken(UUID hostId, String name) {
        return jdbc.sql("select exists (select 1 from container where host_id = :host and name = :name)")
                .param("host", hostId)
                .param("name", name)
                .query(Boolean.class)
                .single();
    }

    List<Ports.Held> held(UUID hostId) {
        return jdbc.sql("""
                select c.name, p.protocol, p.host_port, p.host_address
                  from container_port p join container c on c.id = p.container_id
                 where p.host_id = :host
                """)
                .param("host", hostId)
                .query((row, n) -> new Ports.Held(
                        row.getString("name"),
                        ContainerSpec.Transport.valueOf(row.getString("protocol")),
                        row.getInt("host_port"),
                        row.getString("host_address")))
                .list();
    }

    /** Names of the host's containers. */
    List<String> names(UUID hostId) {
        return jdbc.sql("select name from container where host_id = :host")
                .param("host", hostId)
                .query(String.class)
                .list();
    }

    /** The host's wishes that changed after the revision, those on their way out included. */
    List<ContainerRow> changedSince(UUID hostId, long revision) {
        return jdbc.sql("select " + COLUMNS + """
                  from container c where c.host_id = :host and c.revision > :revision order by c.id
                """)
                .param("host", hostId)
                .param("revision", revision)
                .query(this::row)
                .list();
    }

    static ContainerWish wish(ContainerRow row) {
        return new ContainerWish(
                ContainerIds.onLink(row.id()),
                row.name(),
                row.generation(),
                row.power(),
                row.run(),
                row.spec(),
                row.stop());
    }

    private ContainerRow row(ResultSet row, int n) throws SQLException {
        return new ContainerRow(
                row.getObject("id", UUID.class),
                row.getObject("host_id", UUID.class),
                row.getString("name"),
                row.getString("image_digest"),
                json.readValue(row.getString("spec"), ContainerSpec.class),
                Power.valueOf(row.getString("power")),
                row.getLong("run"),
                new StopSpec(row.getString("stop_signal"), row.getInt("stop_grace")),
                row.getBoolean("removing"),
                row.getLong("generation"),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                row.getLong("version"));
    }
}

package dev.gantry.server.host;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads hosts with all that is known of them, in one statement a page. */
@Component
class HostQueries {
    private static final String SELECT = """
            with shared as materialized (
                select l.id as server_id, said.key as host_id, said.value as vitals
                  from server_lease l cross join jsonb_each(l.vitals) said where l.held_until > now())
            select h.id, h.name, h.joined_at, h.version, v.state, s.last_seen_at, s.agent_version, s.facts, w.vitals,
                   (select max(c.expires_at) from host_certificate c where c.host_id = h.id) as expires_at,
                   (select count(*) from container c where c.host_id = h.id) as total,
                   (select count(*) from container c join container_status cs on cs.container_id = c.id
                     where c.host_id = h.id and cs.phase = 'RUNNING') as running,
                   (select count(*) from host_image i where i.host_id = h.id) as images
              from host h
              join host_state v on v.host_id = h.id
              left join host_status s on s.host_id = h.id
              left join shared w on w.server_id = s.server_id and w.host_id = h.id::text
            """;
    private static final String FILTER = """
             where (:q::text is null or h.name ilike :q) and (:state::text is null or v.state = :state)
            """;

    private final JdbcClient jdbc;
    private final HostVitals vitals;
    private final JsonMapper json = ProtocolMapper.create();

    HostQueries(JdbcClient jdbc, HostVitals vitals) {
        this.jdbc = jdbc;
        this.vitals = vitals;
    }

    Optional<HostView> find(UUID id) {
        return jdbc.sql(SELECT + " where h.id = :id")
                .param("id", id)
                .query(this::view)
                .optional();
    }

    Page<HostView> list(@Nullable String q, HostView.@Nullable State state, PageQuery page) {
        String pattern = q == null || q.isBlank() ? null : "%" + q.replaceAll("([%_\\\\])", "\\\\$1") + "%";
        String wanted = state == null ? null : state.name();
        long total = jdbc.sql("select count(*) from host h join host_state v on v.host_id = h.id" + FILTER)
                .param("q", pattern)
                .param("state", wanted)
                .query(Long.class)
                .single();
        List<HostView> found = jdbc.sql(SELECT + FILTER + """
                  and (:after::text is null or h.name > :after)
                order by h.name limit :rows
                """)
                .param("q", pattern)
                .param("state", wanted)
                .param("after", page.after())
                .param("rows", page.oneMore())
                .query(this::view)
                .list();
        return Page.of(found, page, total, HostView::name);
    }

    private HostView view(ResultSet row, int n) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String facts = row.getString("facts");
        String shared = row.getString("vitals");
        Optional<HostVitals.Vitals> alive = vitals.of(id)
                .or(() -> Optional.ofNullable(shared).map(text -> json.readValue(text, HostVitals.Vitals.class)));
        Instant seen = instant(row, "last_seen_at");
        return new HostView(
                id,
                row.getString("name"),
                HostView.State.valueOf(row.getString("state")),
                alive.map(HostVitals.Vitals::heardAt).orElse(seen),
                row.getObject("joined_at", OffsetDateTime.class).toInstant(),
                row.getString("agent_version"),
                facts == null ? null : json.readValue(facts, HostFacts.class),
                alive.map(HostVitals.Vitals::load).orElse(null),
                new HostView.Containers(row.getLong("running"), row.getLong("total")),
                row.getLong("images"),
                instant(row, "expires_at"),
                row.getLong("version"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

package dev.gantry.server.container;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.Power;
import dev.gantry.server.host.HostView;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads containers with their host and their status, in one statement a page. */
@Component
class ContainerQueries {
    private static final String FROM = """
              from container c
              join host h on h.id = c.host_id
              join host_state v on v.host_id = c.host_id
              left join container_status s on s.container_id = c.id
            """;
    private static final String SELECT = """
            select c.id, c.name, c.host_id, h.name as host_name, v.state as host_state, c.spec, c.power, c.generation,
                   c.run, s.state as status, s.reported_at, c.created_at, c.created_by, c.version
            """ + FROM;
    private static final String FILTER = """
             where (:q::text is null or c.name ilike :q or c.spec ->> 'image' ilike :q)
               and (:host::uuid is null or c.host_id = :host)
               and (:phase::text is null or coalesce(s.phase, 'PENDING') = :phase)
               and (:image::text is null or c.image_digest = :image or c.spec ->> 'image' = :image)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json = ProtocolMapper.create();

    ContainerQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<ContainerView> find(UUID id) {
        return jdbc.sql(SELECT + " where c.id = :id")
                .param("id", id)
                .query(this::view)
                .optional();
    }

    Page<ContainerView> list(Filter filter, PageQuery page) {
        long total = filtered("select count(*) " + FROM + FILTER, filter)
                .query(Long.class)
                .single();
        String after = page.after();
        int cut = after == null ? 0 : after.lastIndexOf('|');
        List<ContainerView> found = filtered(SELECT + FILTER + """
                          and (:name::text is null
                               or (c.name collate "C", c.id::text) > (:name collate "C", :id))
                        order by c.name collate "C", c.id::text limit :rows
                        """, filter)
                .param("name", after == null ? null : after.substring(0, Math.max(cut, 0)))
                .param(
                        "id",
                        after == null ? null : page.id(after.substring(cut + 1)).toString())
                .param("rows", page.oneMore())
                .query(this::view)
                .list();
        return Page.of(found, page, total, view -> view.name() + "|" + view.id());
    }

    private JdbcClient.StatementSpec filtered(String sql, Filter filter) {
        String q = filter.q();
        return jdbc.sql(sql)
                .param("q", q == null || q.isBlank() ? null : "%" + q.replaceAll("([%_\\\\])", "\\\\$1") + "%")
                .param("host", filter.hostId())
                .param("phase", filter.phase() == null ? null : filter.phase().name())
                .param("image", filter.image());
    }

    private ContainerView view(ResultSet row, int n) throws SQLException {
        String status = row.getString("status");
        OffsetDateTime reported = row.getObject("reported_at", OffsetDateTime.class);
        HostView.State host = HostView.State.valueOf(row.getString("host_state"));
        return new ContainerView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                new ContainerView.HostRef(row.getObject("host_id", UUID.class), row.getString("host_name"), host),
                json.readValue(row.getString("spec"), ContainerSpec.class),
                Power.valueOf(row.getString("power")),
                row.getLong("generation"),
                row.getLong("run"),
                status == null ? null : json.readValue(status, ContainerState.class),
                reported == null ? null : reported.toInstant(),
                host != HostView.State.CONNECTED,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                row.getLong("version"));
    }

    /** @param image a digest, or the image as a spec names it */
    record Filter(
            @Nullable String q,
            @Nullable UUID hostId,
            ContainerState.@Nullable Phase phase,
            @Nullable String image) {}
}

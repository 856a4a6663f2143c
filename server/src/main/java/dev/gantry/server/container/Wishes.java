package dev.gantry.server.container;

import dev.gantry.protocol.wish.ContainerWish;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The wishes of a host as its agent is told them. */
@Component
public class Wishes {
    private final ContainerRows rows;
    private final JdbcClient jdbc;

    Wishes(ContainerRows rows, JdbcClient jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    /** All that is wished of the host. */
    public Change all(UUID hostId, long revision) {
        return new Change(
                revision,
                rows.changedSince(hostId, -1).stream()
                        .filter(row -> !row.removing())
                        .map(ContainerRows::wish)
                        .toList(),
                List.of());
    }

    /** What changed after the base. */
    public Change since(UUID hostId, long base, long revision) {
        List<ContainerRow> changed = rows.changedSince(hostId, base);
        return new Change(
                revision,
                changed.stream()
                        .filter(row -> !row.removing())
                        .map(ContainerRows::wish)
                        .toList(),
                changed.stream()
                        .filter(ContainerRow::removing)
                        .map(row -> ContainerIds.onLink(row.id()))
                        .toList());
    }

    /** The removals that the host has been told, up to this revision, and that it does not name any more. */
    public List<UUID> removedAndAbsent(UUID hostId, long toldRevision, List<UUID> named) {
        return jdbc.sql("""
                select id from container
                 where host_id = :host and removing and revision <= :told and id <> all(:named)
                """)
                .param("host", hostId)
                .param("told", toldRevision)
                .param("named", named.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    /** Of these containers of the host those that are on their way out. */
    public List<UUID> removing(UUID hostId, List<UUID> ids) {
        return jdbc.sql("select id from container where host_id = :host and removing and id = any(:ids)")
                .param("host", hostId)
                .param("ids", ids.toArray(UUID[]::new))
                .query(UUID.class)
                .list();
    }

    /** The hosts have no such containers any more. */
    public void forget(List<UUID> gone) {
        jdbc.sql("delete from container where id = any(:ids)")
                .param("ids", gone.toArray(UUID[]::new))
                .update();
    }

    /** @param removed ids as the link has them */
    public record Change(long revision, List<ContainerWish> containers, List<String> removed) {}
}

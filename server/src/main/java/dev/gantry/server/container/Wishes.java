package dev.gantry.server.container;

import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The wishes of a host as its agent is told them. */
@Component
public class Wishes {
    private final ContainerRows rows;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Wishes(ContainerRows rows, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.events = events;
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

    /** Whether there is such a container already, on whichever host. */
    public boolean known(UUID id) {
        return rows.find(id).isPresent();
    }

    /**
     * Writes the wish that what the host has goes on as it is. Its name gets a number where another container of the host has it.
     * Returns the name.
     *
     * @param revision the host's, taken for this
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String adopt(UUID hostId, String hostName, long revision, Adopted adopted) {
        String name = adopted.name();
        for (int n = 2; rows.nameTaken(hostId, name); n++) {
            name = adopted.name() + "-" + n;
        }
        rows.insert(new ContainerRow(
                adopted.id(),
                hostId,
                name,
                adopted.imageDigest(),
                adopted.spec(),
                adopted.live() ? Power.ON : Power.OFF,
                adopted.run(),
                Containers.stop(adopted.spec(), null),
                false,
                1,
                revision,
                adopted.createdAt(),
                "host " + hostName,
                1));
        events.publishEvent(new WishChanged(hostId));
        return name;
    }

    /** The hosts have no such containers any more. */
    public void forget(List<UUID> gone) {
        jdbc.sql("delete from container where id = any(:ids)")
                .param("ids", gone.toArray(UUID[]::new))
                .update();
    }

    /**
     * A container that is there before its wish.
     *
     * @param spec checked
     * @param live whether it runs
     */
    public record Adopted(
            UUID id, String name, String imageDigest, ContainerSpec spec, long run, boolean live, Instant createdAt) {}

    /** @param removed ids as the link has them */
    public record Change(long revision, List<ContainerWish> containers, List<String> removed) {}
}

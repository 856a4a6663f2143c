package dev.gantry.server.repository;

import dev.gantry.server.platform.Ids;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of repositories. */
@Component
public class RepositoryRows {
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;

    RepositoryRows(JdbcClient jdbc, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    public Optional<UUID> find(RepositoryName name) {
        return jdbc.sql("select id from repository where name = :name")
                .param("name", name.text())
                .query(UUID.class)
                .optional();
    }

    /** The repository of this name, made when there is none. Kept from being removed until the transaction ends. */
    public UUID obtain(RepositoryName name, String by) {
        jdbc.sql("""
                insert into repository (id, name, created_at, created_by) values (:id, :name, :now, :by)
                on conflict (name) do nothing
                """)
                .param("id", ids.next())
                .param("name", name.text())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update();
        return hold(name).orElseGet(() -> obtain(name, by));
    }

    /** Kept from being removed until the transaction ends. */
    public Optional<UUID> hold(RepositoryName name) {
        return jdbc.sql("select id from repository where name = :name for key share")
                .param("name", name.text())
                .query(UUID.class)
                .optional();
    }
}

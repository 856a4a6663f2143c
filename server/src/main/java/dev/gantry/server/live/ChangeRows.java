package dev.gantry.server.live;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table of changes, for whoever missed some. */
@Component
class ChangeRows {
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final int MOST_MISSED = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    ChangeRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The position from which a reader who has just read everything goes on. */
    long now() {
        return jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
    }

    /** What changed from the position on, or null when the position is too old, too far back, or not of this database. */
    @Nullable
    List<Missed> since(long position) {
        boolean known =
                jdbc.sql("""
                select :position >= p.tx::text::bigint
                       and :position <= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                  from change_pruned p
                """).param("position", position).query(Boolean.class).single();
        if (!known) {
            return null;
        }
        List<Missed> missed = jdbc.sql("""
                select topic, subject_id from change
                 where tx >= :position::text::xid8 group by topic, subject_id order by max(id) limit :most
                """)
                .param("position", Long.toString(position))
                .param("most", MOST_MISSED + 1)
                .query((rs, n) -> new Missed(rs.getString("topic"), rs.getString("subject_id")))
                .list();
        return missed.size() > MOST_MISSED ? null : missed;
    }

    /** Forgets old changes and remembers up to where. */
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    @Transactional
    public void prune() {
        jdbc.sql("""
                with gone as (delete from change where at < :before returning tx)
                update change_pruned
                   set tx = greatest(tx, (select ((max(gone.tx::text::bigint) + 1)::text)::xid8 from gone))
                 where exists (select 1 from gone)
                """)
                .param("before", OffsetDateTime.ofInstant(clock.instant().minus(KEPT), ZoneOffset.UTC))
                .update();
    }

    /** A change that someone has not heard of. */
    record Missed(String topic, String id) {}
}

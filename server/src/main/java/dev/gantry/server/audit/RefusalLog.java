package dev.gantry.server.audit;

import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Refusals that a stranger can cause as often as it likes: the first one is written down at once, those that follow
 * from the same address for the same reason within a minute are counted, and their number is one more entry.
 */
@Component
public class RefusalLog {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final Clock clock;
    private final TransactionTemplate transaction;

    RefusalLog(JdbcClient jdbc, AuditLog audit, Clock clock, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * @param subjectId of the first refusal; the later ones may be about others
     * @param seen more of the first refusal
     */
    public void record(
            String action,
            String subjectType,
            @Nullable Object subjectId,
            String address,
            String why,
            Map<String, ?> seen) {
        Key key = new Key(action, subjectType, address, why);
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant();
            Window last = hold(key);
            if (last.since.plus(WINDOW).isAfter(now)) {
                count(key, "times = times + 1", now);
            } else {
                count(key, "since = :now, times = 0", now);
                write(key, subjectId, last.times + 1, new HashMap<>(seen));
            }
        });
    }

    /** The window of this kind of refusal, held until the transaction ends; one long over when there is none. */
    private Window hold(Key key) {
        key.on(jdbc.sql("""
                insert into audit_refusal (action, subject_type, address, why, since, times)
                values (:action, :subjectType, :address, :why, 'epoch', 0) on conflict do nothing
                """)).update();
        return key.on(jdbc.sql("select * from audit_refusal where " + Key.IS + " for update"))
                .query(RefusalLog::window)
                .optional()
                .orElse(new Window(key, Instant.EPOCH, 0));
    }

    private void count(Key key, String change, Instant now) {
        key.on(jdbc.sql("update audit_refusal set " + change + " where " + Key.IS))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Writes down what was counted in windows that are over, and forgets them. */
    @Scheduled(fixedDelayString = "PT20S", initialDelayString = "PT20S")
    void settle() {
        transaction.executeWithoutResult(status -> {
            List<Window> over = jdbc.sql("""
                    delete from audit_refusal where since <= :window returning *
                    """)
                    .param("window", clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC))
                    .query(RefusalLog::window)
                    .list();
            over.stream()
                    .filter(window -> window.times > 0)
                    .forEach(window -> write(window.key, null, window.times, new HashMap<>()));
        });
    }

    private void write(Key key, @Nullable Object subjectId, long times, Map<String, Object> after) {
        after.put("why", key.why);
        after.put("address", key.address);
        after.put("times", times);
        Caller system = Callers.system();
        audit.record(system, key.action, key.subjectType, subjectId, null, null, after);
    }

    private static Window window(ResultSet row, int number) throws SQLException {
        Key key = new Key(
                row.getString("action"), row.getString("subject_type"), row.getString("address"), row.getString("why"));
        return new Window(key, row.getObject("since", OffsetDateTime.class).toInstant(), row.getLong("times"));
    }

    private record Key(String action, String subjectType, String address, String why) {
        private static final String IS = "action = :action and address = :address and why = :why";

        JdbcClient.StatementSpec on(JdbcClient.StatementSpec statement) {
            return statement
                    .param("action", action)
                    .param("subjectType", subjectType)
                    .param("address", address)
                    .param("why", why);
        }
    }

    /** @param times refusals since then that no entry tells of yet */
    private record Window(Key key, Instant since, long times) {}
}

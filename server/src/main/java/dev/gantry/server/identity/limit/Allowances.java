package dev.gantry.server.identity.limit;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Token buckets in the database, one row each and one statement an attempt: the row holds when the bucket will be full
 * again (the generic cell rate algorithm, ITU-T I.371, annex A). A bucket without a row is full.
 */
@Component
class Allowances {
    private final JdbcClient jdbc;
    private final Clock clock;

    Allowances(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Takes one; false when none is left. Others who ask for the same wait until the transaction ends. */
    boolean take(Allowance allowance) {
        Instant now = clock.instant();
        return jdbc.sql("""
                insert into login_allowance as held (key, full_at) values (:key, :once)
                on conflict (key) do update
                   set full_at = greatest(held.full_at, :now) + (:once - :now::timestamptz)
                 where greatest(held.full_at, :now) + (:once - :now::timestamptz) <= :limit
                """)
                        .param("key", allowance.key())
                        .param("now", at(now))
                        .param("once", at(now.plus(allowance.kind().refill())))
                        .param("limit", at(now.plus(allowance.kind().whole())))
                        .update()
                > 0;
    }

    void giveBack(Allowance allowance) {
        jdbc.sql("update login_allowance set full_at = full_at - (:once - :now::timestamptz) where key = :key")
                .param("key", allowance.key())
                .param("now", at(clock.instant()))
                .param("once", at(clock.instant().plus(allowance.kind().refill())))
                .update();
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void forgetFull() {
        jdbc.sql("delete from login_allowance where full_at <= :now")
                .param("now", at(clock.instant()))
                .update();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}

package dev.gantry.server.identity.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** From where users have logged in: the latest 20 addresses of each, for 90 days. */
@Component
class KnownAddresses {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int MOST = 20;

    private final JdbcClient jdbc;
    private final Clock clock;

    KnownAddresses(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param name in lower case, of a user who may not exist */
    boolean has(String name, String block) {
        return jdbc.sql("""
                select exists (select 1 from login_address a join user_account u on u.id = a.user_id
                                where lower(u.name) = :name and a.address = :address and a.last_at > :since)
                """)
                .param("name", name)
                .param("address", block)
                .param("since", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    void add(UUID userId, String block) {
        Instant now = clock.instant();
        jdbc.sql("""
                insert into login_address (user_id, address, last_at) values (:user, :address, :now)
                on conflict (user_id, address) do update set last_at = excluded.last_at
                """)
                .param("user", userId)
                .param("address", block)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                delete from login_address where user_id = :user and address not in (
                    select address from login_address where user_id = :user order by last_at desc limit :most)
                """).param("user", userId).param("most", MOST).update();
    }
}

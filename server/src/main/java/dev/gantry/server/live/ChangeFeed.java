package dev.gantry.server.live;

import dev.gantry.server.postgres.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears of changes on one connection of its own and tells all who listen in this process.
 *
 * <p>The horizon is the number below which every transaction has ended (`pg_snapshot_xmin`): changes of transactions
 * from the horizon on are read each time, those seen already are dropped. So a change is told at once although an older
 * transaction is still open, and none is missed when that one commits at last.
 */
@Component
class ChangeFeed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration RESYNC = Duration.ofSeconds(3);
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final String NEXT = """
            select h.xmin, c.id, c.tx::text::bigint as tx, c.topic, c.subject_id
              from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin) h
              left join change c on c.tx >= ?::text::xid8
             order by c.id
            """;

    private final Database database;
    private final LiveChanges changes;
    private final EventStreams streams;
    private final Semaphore pause = new Semaphore(0);
    private Set<Long> seen = new HashSet<>();
    private long horizon = -1;
    private volatile boolean running;
    private @Nullable Thread thread;

    ChangeFeed(Database database, LiveChanges changes, EventStreams streams) {
        this.database = database;
        this.changes = changes;
        this.streams = streams;
    }

    @Override
    public void start() {
        running = true;
        Thread fresh = new Thread(this::run, "change-feed");
        fresh.setDaemon(true);
        fresh.start();
        thread = fresh;
    }

    @Override
    public void stop() {
        running = false;
        pause.release();
        Thread known = thread;
        if (known != null) {
            known.interrupt();
        }
        streams.closeAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Ends before the web server drains: open streams would hold it up. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void run() {
        boolean told = false;
        while (running) {
            try (Connection connection = database.connect(Duration.ofSeconds(10))) {
                try (Statement listen = connection.createStatement()) {
                    listen.execute("listen " + LiveChanges.CHANNEL);
                }
                told = false;
                hear(connection);
            } catch (SQLException e) {
                if (running && !told) {
                    LOG.warn("Changes are not heard while the database is away: {}", e.getMessage());
                    told = true;
                }
                pause();
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection bell = connection.unwrap(PGConnection.class);
        while (running) {
            read(connection);
            // Returns at once when it rings; null or empty when the time is over.
            bell.getNotifications((int) RESYNC.toMillis());
        }
    }

    private void read(Connection connection) throws SQLException {
        List<Change> fresh = new ArrayList<>();
        Set<Long> window = new HashSet<>();
        long next = horizon;
        try (PreparedStatement query = connection.prepareStatement(NEXT)) {
            query.setString(1, horizon < 0 ? "9223372036854775807" : Long.toString(horizon));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    next = rows.getLong("xmin");
                    long id = rows.getLong("id");
                    if (rows.wasNull()) {
                        continue;
                    }
                    if (rows.getLong("tx") >= next) {
                        window.add(id);
                    }
                    if (!seen.contains(id)) {
                        fresh.add(new Change(rows.getString("topic"), rows.getString("subject_id")));
                    }
                }
            }
        }
        seen = window;
        horizon = next;
        for (Change each : fresh) {
            tell(each, next);
        }
    }

    private void tell(Change change, long position) {
        Topic topic = Topic.named(change.topic());
        if (topic != null) {
            changes.heard(topic, change.id());
            streams.send(position, topic, change.id());
        }
    }

    private void pause() {
        try {
            if (pause.tryAcquire(RECONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
                pause.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    private record Change(String topic, String id) {}
}

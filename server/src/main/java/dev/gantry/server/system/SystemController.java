package dev.gantry.server.system;

import dev.gantry.server.postgres.Database;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this installation is and holds. */
@RestController
class SystemController {
    private static final String COUNTS = """
            select current_setting('server_version') as postgres,
                   (select count(*) from host) as hosts,
                   (select count(*) from container) as containers,
                   (select count(*) from container_status where phase = 'RUNNING') as running,
                   (select count(distinct digest) from host_image) as images
            """;

    private final Database database;
    private final JdbcClient jdbc;
    private final Instant startedAt;

    SystemController(Database database, JdbcClient jdbc, Clock clock) {
        this.database = database;
        this.jdbc = jdbc;
        this.startedAt = clock.instant();
    }

    @GetMapping("/api/v1/system")
    SystemView system() {
        return jdbc.sql(COUNTS)
                .query((row, number) -> new SystemView(
                        HealthController.version(),
                        new SystemView.Database(database.embedded(), row.getString("postgres")),
                        row.getLong("hosts"),
                        new SystemView.Containers(row.getLong("running"), row.getLong("containers")),
                        row.getLong("images"),
                        startedAt))
                .single();
    }
}

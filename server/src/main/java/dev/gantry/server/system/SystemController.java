package dev.gantry.server.system;

import dev.gantry.server.postgres.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this installation is and holds. */
@RestController
class SystemController {
    private final Database database;
    private final JdbcClient jdbc;
    private final ObjectProvider<SystemCounts> counts;
    private final Instant startedAt;

    SystemController(Database database, JdbcClient jdbc, ObjectProvider<SystemCounts> counts, Clock clock) {
        this.database = database;
        this.jdbc = jdbc;
        this.counts = counts;
        this.startedAt = clock.instant();
    }

    @GetMapping("/api/v1/system")
    Map<String, Object> system() {
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("version", HealthController.version());
        String postgres = jdbc.sql("show server_version").query(String.class).single();
        system.put("database", Map.of("embedded", database.embedded(), "version", postgres));
        counts.stream().forEach(each -> system.putAll(each.counts()));
        system.put("startedAt", startedAt);
        return system;
    }
}

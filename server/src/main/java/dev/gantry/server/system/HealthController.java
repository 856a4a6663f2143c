package dev.gantry.server.system;

import java.util.Objects;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whoever watches the process: open to all, and so says nothing but what it must. */
@RestController
class HealthController {
    private final ApplicationAvailability availability;
    private final JdbcClient jdbc;

    HealthController(ApplicationAvailability availability, JdbcClient jdbc) {
        this.availability = availability;
        this.jdbc = jdbc;
    }

    static String version() {
        return Objects.requireNonNullElse(HealthController.class.getPackage().getImplementationVersion(), "0.1.0");
    }

    @GetMapping("/livez")
    ResponseEntity<Health> live() {
        return answer(true);
    }

    /** Ready takes the database: without it no request can be served. */
    @GetMapping("/readyz")
    ResponseEntity<Health> ready() {
        return answer(availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC && databaseAnswers());
    }

    @GetMapping("/version")
    Version versionOf() {
        return new Version("gantry", version());
    }

    private boolean databaseAnswers() {
        try {
            return jdbc.sql("select 1").query(Integer.class).single() == 1;
        } catch (DataAccessException e) {
            return false;
        }
    }

    private static ResponseEntity<Health> answer(boolean up) {
        return ResponseEntity.status(up ? 200 : 503)
                .cacheControl(CacheControl.noStore())
                .body(new Health(up ? Status.UP : Status.DOWN));
    }

    enum Status {
        UP,
        DOWN
    }

    record Health(Status status) {}

    record Version(String name, String version) {}
}

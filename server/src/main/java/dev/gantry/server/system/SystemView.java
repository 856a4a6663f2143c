package dev.gantry.server.system;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** What this installation is and holds. */
record SystemView(
        String version, Database database, long hosts, Containers containers, long images, Instant startedAt) {

    /** @param embedded whether Gantry runs the database itself */
    @Schema(name = "SystemDatabase")
    record Database(boolean embedded, String version) {}

    record Containers(long running, long total) {}
}

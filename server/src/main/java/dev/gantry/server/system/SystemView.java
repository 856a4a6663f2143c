package dev.gantry.server.system;

import java.time.Instant;

/** What this installation is and holds. */
record SystemView(
        String version, Database database, long hosts, Containers containers, long images, Instant startedAt) {

    /** @param embedded whether Gantry runs the database itself */
    record Database(boolean embedded, String version) {}

    record Containers(long running, long total) {}
}

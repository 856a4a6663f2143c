package dev.gantry.server.dispatch;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** This running server among those that share the database. */
@Component
class Replica {
    private final UUID id = UUID.randomUUID();

    UUID id() {
        return id;
    }
}

package dev.gantry.server.peer;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** This running server among those that share the database. */
@Component
public class Replica {
    private final UUID id = UUID.randomUUID();

    public UUID id() {
        return id;
    }
}

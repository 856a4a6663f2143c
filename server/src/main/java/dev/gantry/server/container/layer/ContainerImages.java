package dev.gantry.server.container.layer;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which image a container was made from. */
@Component
class ContainerImages {
    private final JdbcClient jdbc;

    ContainerImages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The container is there. */
    String digest(UUID id) {
        return jdbc.sql("select image_digest from container where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }
}

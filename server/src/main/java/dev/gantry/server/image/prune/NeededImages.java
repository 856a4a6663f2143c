package dev.gantry.server.image.prune;

import dev.gantry.protocol.image.NeededImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Images that are wished to be used on a host; the host itself may not know of the wish yet. */
@Component
class NeededImages {
    private final JdbcClient jdbc;

    NeededImages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<NeededImage> on(UUID hostId) {
        Map<String, List<String>> needed = new LinkedHashMap<>();
        jdbc.sql("""
                select image_digest, name from container
                 where host_id = :host and image_digest is not null order by image_digest, name
                """)
                .param("host", hostId)
                .query((row, n) -> needed.computeIfAbsent(row.getString("image_digest"), d -> new ArrayList<>())
                        .add(row.getString("name")))
                .list();
        return needed.entrySet().stream()
                .map(entry -> new NeededImage(entry.getKey(), entry.getValue()))
                .toList();
    }
}

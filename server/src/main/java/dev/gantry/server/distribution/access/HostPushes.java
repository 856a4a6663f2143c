package dev.gantry.server.distribution.access;

import dev.gantry.oci.reference.Reference;
import dev.gantry.server.distribution.protocol.Route;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What hosts may write here, and for whom: nothing but the one image that somebody has them push, and only while that
 * operation runs.
 */
@Component
public class HostPushes {
    private final JdbcClient jdbc;

    HostPushes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Permit(@Nullable String tag, String by) {}

    /** Until the operation ends. @param target whose registry is the built-in one */
    public void allow(UUID operationId, UUID hostId, Reference target) {
        jdbc.sql("""
                insert into host_push (operation_id, host_id, repository, tag)
                values (:operation, :host, :repository, :tag)
                """)
                .param("operation", operationId)
                .param("host", hostId)
                .param("repository", target.repository())
                .param("tag", target.tag().orElse(null))
                .update();
    }

    /** @return who has the host push there; empty when nobody does */
    Optional<String> allowed(UUID hostId, Route route) {
        String repository = repository(route);
        if (repository == null) {
            return Optional.empty();
        }
        List<Permit> permits = jdbc.sql("""
                select h.tag, o.created_by from host_push h join operation o on o.id = h.operation_id
                 where h.host_id = :host and h.repository = :repository and o.state = 'RUNNING'
                """)
                .param("host", hostId)
                .param("repository", repository)
                .query((row, n) -> new Permit(row.getString("tag"), row.getString("created_by")))
                .list();
        return permits.stream()
                .filter(permit -> !(route instanceof Route.Tagged tagged)
                        || tagged.tag().text().equals(permit.tag()))
                .map(Permit::by)
                .findFirst();
    }

    private static @Nullable String repository(Route route) {
        if (route instanceof Route.Uploads uploads) {
            return uploads.name().text();
        }
        if (route instanceof Route.Upload upload) {
            return upload.name().text();
        }
        if (route instanceof Route.Tagged tagged) {
            return tagged.name().text();
        }
        return route instanceof Route.Manifest manifest ? manifest.name().text() : null;
    }
}

package dev.gantry.server.image.prune;

import dev.gantry.server.image.prune.PruneView.HostResult;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What each host's part of a prune came to; gone with its operation. */
@Component
class PruneRows {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    PruneRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(UUID operationId, HostResult result) {
        jdbc.sql("""
                insert into image_prune (operation_id, host_id, host_name, result)
                values (:operation, :host, :name, :result::jsonb)
                """)
                .param("operation", operationId)
                .param("host", result.hostId())
                .param("name", result.hostName())
                .param("result", json.writeValueAsString(result).replace("\\u0000", ""))
                .update();
    }

    List<HostResult> of(UUID operationId) {
        return jdbc.sql("select result from image_prune where operation_id = :operation order by host_name, host_id")
                .param("operation", operationId)
                .query((row, n) -> json.readValue(row.getString("result"), HostResult.class))
                .list();
    }
}

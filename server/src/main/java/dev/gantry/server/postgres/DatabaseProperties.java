package dev.gantry.server.postgres;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which database.
 *
 * @param url JDBC URL of an external Postgres 15 or newer; without one the embedded Postgres is started
 * @param user of the external Postgres
 * @param password of the external Postgres
 * @param port the embedded Postgres' port on 127.0.0.1; 0 takes a free one at the first start and keeps it
 * @param leaveRunning whether the embedded Postgres stays up when the server ends
 */
@Validated
@ConfigurationProperties(prefix = "gantry.database", ignoreUnknownFields = false)
record DatabaseProperties(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("0") @Min(0) @Max(65535) int port,
        @DefaultValue("false") boolean leaveRunning) {

    @Override
    public String toString() {
        return "DatabaseProperties[" + url + "]";
    }
}

package dev.gantry.server.postgres;

import dev.gantry.server.platform.HomeLock;
import dev.gantry.server.platform.ServerHome;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Gives the pool and the migrations their database. The embedded one is closed after all who use it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    private static final String OPTIONS = "ApplicationName=gantry&tcpKeepAlive=true&connectTimeout=3";

    @Bean(destroyMethod = "close")
    @Lazy
    EmbeddedPostgres embeddedPostgres(DatabaseProperties properties, ServerHome home, HomeLock held) {
        PostgresFiles files = new PostgresFiles(home.postgres(), home.postgresLog());
        return EmbeddedPostgres.start(files, properties.port(), properties.leaveRunning());
    }

    @Bean
    Database database(DatabaseProperties properties, ObjectProvider<EmbeddedPostgres> embedded) {
        if (properties.url() != null && !properties.url().isBlank()) {
            return new Database(properties.url(), properties.user(), properties.password(), false);
        }
        return embedded.getObject().database();
    }

    /** A pooled connection that hears nothing for 4 s is given up: a reader gets its 503 within 5 s instead of hanging. */
    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(Database database) {
        return PoolAddress.of(with(database, OPTIONS + "&socketTimeout=4"), database);
    }

    /** Migrations may take long. */
    @Bean
    FlywayConnectionDetails flywayConnectionDetails(Database database) {
        return MigrationAddress.of(with(database, OPTIONS), database);
    }

    private static String with(Database database, String options) {
        return database.url() + (database.url().contains("?") ? "&" : "?") + options;
    }

    private record PoolAddress(String getJdbcUrl, String getUsername, String getPassword)
            implements JdbcConnectionDetails {
        static PoolAddress of(String url, Database database) {
            return new PoolAddress(
                    url,
                    Objects.requireNonNullElse(database.user(), ""),
                    Objects.requireNonNullElse(database.password(), ""));
        }
    }

    private record MigrationAddress(String getJdbcUrl, String getUsername, String getPassword)
            implements FlywayConnectionDetails {
        static MigrationAddress of(String url, Database database) {
            return new MigrationAddress(
                    url,
                    Objects.requireNonNullElse(database.user(), ""),
                    Objects.requireNonNullElse(database.password(), ""));
        }
    }
}

package dev.gantry.server.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is.
 *
 * @param url JDBC URL
 * @param embedded whether this server runs it
 */
public record Database(
        String url, @Nullable String user, @Nullable String password, boolean embedded) {

    /**
     * A connection beside the pool, for whoever keeps one for long.
     *
     * @param silence how long the database may say nothing while it is asked something
     */
    public Connection connect(Duration silence) throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", Long.toString(silence.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "gantry");
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public String toString() {
        return "Database[" + url + (embedded ? ", embedded]" : "]");
    }
}

package dev.gantry.server.fleet;

import dev.gantry.server.GantryServer;
import dev.gantry.server.ManualClock;
import dev.gantry.server.agentlink.ManualTicks;
import dev.gantry.server.agentport.AgentConnector;
import dev.gantry.server.postgres.Database;
import dev.gantry.server.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** A whole server on free ports with its own Postgres, as `gantry up` starts it. */
public final class FleetServer implements AutoCloseable {
    private static @Nullable FleetServer shared;

    private final Path home;
    private final List<String> settings;
    private ConfigurableApplicationContext context;

    private FleetServer(Path home, List<String> settings) {
        this.home = home;
        this.settings = settings;
        this.context = run();
    }

    /** One server for all tests that leave it as they found it. */
    static synchronized FleetServer shared() {
        if (shared == null) {
            FleetServer started = fresh();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    static FleetServer fresh() {
        try {
            return new FleetServer(Files.createTempDirectory("gantry-fleet"), List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that shares this database with others. */
    static FleetServer on(Database database) {
        try {
            return new FleetServer(Files.createTempDirectory("gantry-fleet"), settings(database));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another one on the same database, which knows this one's secrets. */
    FleetServer beside() {
        try {
            Path other = Files.createTempDirectory("gantry-fleet");
            Files.createDirectories(other.resolve("server"));
            for (String secret : List.of("server/secret.key", "server/token")) {
                Files.copy(home.resolve(secret), other.resolve(secret));
            }
            return new FleetServer(other, settings);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> settings(Database database) {
        return List.of(
                "--gantry.database.url=" + database.url(),
                "--gantry.database.user=" + database.user(),
                "--gantry.database.password=" + database.password());
    }

    private ConfigurableApplicationContext run() {
        List<String> all = new ArrayList<>(List.of(
                "--gantry.server.home=" + home,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--gantry.agent-port.port=0",
                "--gantry.agent-port.address=127.0.0.1",
                "--gantry.agent-port.advertise=127.0.0.1"));
        all.addAll(settings);
        return new SpringApplicationBuilder(GantryServer.class, Time.class)
                .registerShutdownHook(false)
                .run(all.toArray(String[]::new));
    }

    /** Ends the server and starts another one on the same home, on other ports. */
    void restart() {
        context.close();
        context = run();
    }

    Api api() {
        try {
            return new Api(
                    "http://127.0.0.1:"
                            + ((WebServerApplicationContext) context)
                                    .getWebServer()
                                    .getPort(),
                    Files.readString(home.resolve("server/token")).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    String agentAddress() {
        return "127.0.0.1:" + agentPort();
    }

    int agentPort() {
        return context.getBean(AgentConnector.class).localPort();
    }

    ManualClock clock() {
        return context.getBean(ManualClock.class);
    }

    ManualTicks ticks() {
        return context.getBean(ManualTicks.class);
    }

    @Override
    public void close() {
        context.close();
        TestDatabase.delete(home);
    }

    @Configuration(proxyBeanMethods = false)
    static class Time {
        @Bean
        @Primary
        ManualTicks manualTicks() {
            return new ManualTicks();
        }

        @Bean
        @Primary
        ManualClock manualClock() {
            return new ManualClock();
        }
    }
}

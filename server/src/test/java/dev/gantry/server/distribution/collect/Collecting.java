package dev.gantry.server.distribution.collect;

import dev.gantry.server.TestServer;
import org.springframework.context.ApplicationContext;

/** Lets a server's collector work now. */
public final class Collecting {
    private Collecting() {}

    public static void now(TestServer server) {
        now(server.context());
    }

    public static void now(ApplicationContext server) {
        server.getBean(Collector.class).collect();
    }
}

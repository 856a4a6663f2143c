package dev.gantry.server.distribution.collect;

import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.platform.Loop;
import dev.gantry.server.repository.RepositoryProperties;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Collects once the server is up, which takes what a crash left, and every so often. */
@Component
class CollectorLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CollectorLoop.class);

    private final Collector collector;
    private final RepositoryProperties properties;
    private @Nullable Loop loop;

    CollectorLoop(Collector collector, RepositoryProperties properties) {
        this.collector = collector;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        loop = new Loop("repository-collector", properties.collectEvery(), this::pass);
    }

    private void pass() {
        try {
            collector.collect();
        } catch (DistributionException another) {
            LOG.warn("Nothing is collected: {}", another.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }
}

package dev.gantry.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at once, again whenever a file appears in a directory, and after each interval in any case: an event only makes
 * it sooner.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final WatchService events;
    private final Thread thread;
    private final Duration interval;
    private final Runnable look;

    Watch(Path directory, Duration interval, Runnable look) {
        this.interval = interval;
        this.look = look;
        try {
            events = FileSystems.getDefault().newWatchService();
            directory.register(events, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::loop, "engine-watch");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        while (true) {
            try {
                look();
                WatchKey key = events.poll(interval.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            } catch (ClosedWatchServiceException | InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.warn("looking after the containers failed; the next look follows", e);
        }
    }

    @Override
    public void close() {
        try {
            events.close();
            thread.join(2000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

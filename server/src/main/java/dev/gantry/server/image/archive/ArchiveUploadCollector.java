package dev.gantry.server.image.archive;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Gives up archives that nobody goes on with. */
@Component
class ArchiveUploadCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveUploadCollector.class);

    private final ArchiveUploadRows rows;
    private final ArchiveUploads uploads;
    private final ArchiveUploadProperties properties;
    private final Clock clock;

    ArchiveUploadCollector(
            ArchiveUploadRows rows, ArchiveUploads uploads, ArchiveUploadProperties properties, Clock clock) {
        this.rows = rows;
        this.uploads = uploads;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    void collect() {
        rows.idle(clock.instant().minus(properties.idle())).forEach(id -> {
            LOG.info("The archive {} was given up: no byte came for {}", id, properties.idle());
            uploads.forget(id);
        });
    }
}

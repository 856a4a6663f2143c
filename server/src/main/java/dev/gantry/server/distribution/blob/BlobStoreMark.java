package dev.gantry.server.distribution.blob;

import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.platform.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sees that this server's blob store is the one of its database. Two servers with a directory each would hand out
 * halves, and a directory beside a fresh database would be collected to the last byte.
 */
@Component
public class BlobStoreMark {
    private final BlobStore store;
    private final JdbcClient jdbc;
    private final Ids ids;
    private volatile boolean right;

    BlobStoreMark(BlobStore store, JdbcClient jdbc, Ids ids) {
        this.store = store;
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /** The first look of a new installation marks both. Errors with UNAVAILABLE when the store is another's. */
    public void check() {
        if (!right) {
            compare();
        }
    }

    private synchronized void compare() {
        try {
            Optional<UUID> marked = store.mark();
            Optional<UUID> known = known();
            if (marked.isEmpty() && known.isEmpty()) {
                jdbc.sql("insert into blob_store (id) values (:id) on conflict do nothing")
                        .param("id", ids.next())
                        .update();
                store.mark(known().orElseThrow());
                marked = store.mark();
                known = known();
            }
            if (!marked.equals(known)) {
                throw new DistributionException(
                        DistributionCode.UNAVAILABLE,
                        "this server's blob store is not the one of its database; let gantry.repository.blobs name the"
                                + " directory that the other servers use, or the one that this database was backed up with");
            }
            right = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<UUID> known() {
        return jdbc.sql("select id from blob_store").query(UUID.class).optional();
    }
}

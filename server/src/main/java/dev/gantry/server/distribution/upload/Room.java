package dev.gantry.server.distribution.upload;

import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import java.io.IOException;
import org.springframework.util.unit.DataSize;

/**
 * How much more an upload may bring.
 *
 * @param bytes beyond what it has
 * @param why what ends it there
 */
record Room(long bytes, String why, BlobStore store, DataSize keepFree) {

    DistributionException refusal() {
        return new DistributionException(DistributionCode.DENIED, why);
    }

    /** Others fill the disk, too. */
    void refuseFullDisk() throws IOException {
        if (store.free() < keepFree.toBytes()) {
            throw new DistributionException(DistributionCode.DENIED, diskIsFull(keepFree));
        }
    }

    static String diskIsFull(DataSize keepFree) {
        return "the registry's disk has no room: " + keepFree.toMegabytes()
                + " MiB of it stay free; delete tags that nobody needs, or give it a larger disk";
    }
}

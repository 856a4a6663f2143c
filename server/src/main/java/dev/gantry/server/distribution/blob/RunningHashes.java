package dev.gantry.server.distribution.blob;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of uploads that came through this server so far, which spares reading them again at their end. The latest
 * 1,000; one that is missing, as after a restart or when another server took a part, costs that reading.
 */
final class RunningHashes {
    private static final int MOST = 1_000;

    private final Map<UUID, Hash> latest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Hash> eldest) {
            return size() > MOST;
        }
    };

    /** Takes out the hash of the upload's first bytes; null when it is not known. */
    synchronized @Nullable MessageDigest take(UUID upload, long size) {
        Hash known = latest.remove(upload);
        return known != null && known.size == size ? known.hash : null;
    }

    synchronized void put(UUID upload, long size, MessageDigest hash) {
        latest.put(upload, new Hash(size, hash));
    }

    synchronized void forget(UUID upload) {
        latest.remove(upload);
    }

    private record Hash(long size, MessageDigest hash) {}
}

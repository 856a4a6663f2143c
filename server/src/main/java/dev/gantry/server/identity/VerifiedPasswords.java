package dev.gantry.server.identity;

import dev.gantry.oci.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Spares the hash of a password that was right a moment ago: who pushes sends it a hundred times. Kept is a hash under
 * a random key of this process, for a minute, and only while the user's own hash is the same, so that a changed password
 * counts at once. Another server only has to work more.
 */
@Component
class VerifiedPasswords {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final byte[] key = new byte[32];
    private final Clock clock;
    private final Map<UUID, Verified> latest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Verified> eldest) {
            return size() > MOST;
        }
    };

    VerifiedPasswords(Clock clock) {
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    /** Whether this very password was right for the user's present hash, less than a minute ago. */
    synchronized boolean has(UserAccount user, String password) {
        Verified known = latest.get(user.getId());
        return known != null
                && clock.instant().isBefore(known.until)
                && MessageDigest.isEqual(known.hash, hash(user, password));
    }

    synchronized void add(UserAccount user, String password) {
        latest.put(
                user.getId(), new Verified(hash(user, password), clock.instant().plus(KEPT)));
    }

    private byte[] hash(UserAccount user, String password) {
        MessageDigest sha = Digest.sha256();
        sha.update(key);
        sha.update((user.getId() + "\n" + user.passwordHash() + "\n").getBytes(StandardCharsets.UTF_8));
        return sha.digest(password.getBytes(StandardCharsets.UTF_8));
    }

    private record Verified(byte[] hash, Instant until) {}
}

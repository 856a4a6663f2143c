package dev.gantry.server.identity.limit;

import dev.gantry.oci.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * One thing that attempts are counted of.
 *
 * @param key a hash, as people type passwords into the field for the name
 */
record Allowance(Kind kind, byte[] key) {

    static Allowance of(Kind kind, String... parts) {
        String whole = kind + "\n" + String.join("\n", parts);
        return new Allowance(kind, Digest.sha256().digest(whole.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Allowance that && kind == that.kind && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "Allowance[" + kind + "]";
    }

    /** How many failures at once, and after what time one more. */
    enum Kind {
        /** Enough for the people behind one address. */
        ADDRESS(50, Duration.ofMillis(1_200)),
        NAME_AT_ADDRESS(10, Duration.ofSeconds(12)),
        /** Refills four times as fast as one address is let to fail, so that a single stranger never uses it up. */
        NAME(50, Duration.ofSeconds(3));

        private final int most;
        private final Duration refill;

        Kind(int most, Duration refill) {
            this.most = most;
            this.refill = refill;
        }

        /** The time after which a used up allowance is whole again. */
        Duration whole() {
            return refill.multipliedBy(most);
        }

        Duration refill() {
            return refill;
        }
    }
}

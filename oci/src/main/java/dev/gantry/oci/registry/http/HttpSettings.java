package dev.gantry.oci.registry.http;

import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param connect until a connection must stand
 * @param stall a connection on which no byte moved for so long is given up
 * @param tries of one request, or of a blob's stream without a byte of progress
 * @param firstPause before the second try; doubles with each
 * @param longestPause bounds that, and what a registry asks for in {@code Retry-After}
 */
public record HttpSettings(Duration connect, Duration stall, int tries, Duration firstPause, Duration longestPause) {
    public static final HttpSettings DEFAULT = new HttpSettings(
            Duration.ofSeconds(15), Duration.ofSeconds(60), 6, Duration.ofMillis(500), Duration.ofSeconds(30));

    public HttpSettings {
        if (connect.isNegative() || connect.isZero() || stall.isNegative() || stall.isZero() || tries < 1) {
            throw new IllegalArgumentException("a registry client needs times and tries above zero");
        }
    }

    public HttpSettings withStall(Duration newStall) {
        return new HttpSettings(connect, newStall, tries, firstPause, longestPause);
    }

    public HttpSettings withPauses(Duration first, Duration longest) {
        return new HttpSettings(connect, stall, tries, first, longest);
    }
}

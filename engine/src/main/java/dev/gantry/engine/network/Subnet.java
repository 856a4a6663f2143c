package dev.gantry.engine.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 network in CIDR notation.
 *
 * @param base its first address as an unsigned number, host bits zero
 * @param length of the prefix, 0 to 32
 */
public record Subnet(long base, int length) {
    private static final Pattern CIDR = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");

    public Subnet {
        if (length < 0 || length > 32 || (base & ~mask(length)) != 0) {
            throw new IllegalArgumentException(show(base) + "/" + length + " has host bits or no such prefix");
        }
    }

    @JsonCreator
    public static Subnet parse(String text) {
        Matcher matcher = CIDR.matcher(text);
        if (matcher.matches()) {
            int length = Integer.parseInt(matcher.group(2));
            Optional<Long> base = address(matcher.group(1));
            if (base.isPresent() && length <= 32 && (base.get() & ~mask(length)) == 0) {
                return new Subnet(base.get(), length);
            }
        }
        throw new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "read the subnet \"" + text + "\"",
                "it is no IPv4 network with zero host bits",
                "give a subnet such as 10.210.0.0/20");
    }

    /** Reads a dotted quad; empty when it is none. */
    public static Optional<Long> address(String text) {
        String[] parts = text.split("\\.", -1);
        long value = 0;
        for (String part : parts) {
            if (parts.length != 4 || !part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return Optional.of(value);
    }

    public static String show(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    public boolean overlaps(Subnet other) {
        long common = mask(Math.min(length, other.length));
        return (base & common) == (other.base & common);
    }

    /** The bridge's own address. */
    public String gateway() {
        return show(base + 1);
    }

    long mask() {
        return mask(length);
    }

    long broadcast() {
        return base | ~mask(length) & 0xffffffffL;
    }

    /** The lowest address that is free: not the network's, the bridge's or the broadcast address. */
    public Optional<String> free(Set<String> taken) {
        long last = base + (1L << (32 - length)) - 2;
        for (long candidate = base + 2; candidate <= last; candidate++) {
            String shown = show(candidate);
            if (!taken.contains(shown)) {
                return Optional.of(shown);
            }
        }
        return Optional.empty();
    }

    /** The next network of the same size. */
    public Subnet next() {
        return new Subnet(base + (1L << (32 - length)), length);
    }

    @JsonValue
    @Override
    public String toString() {
        return show(base) + "/" + length;
    }

    private static long mask(int length) {
        return length == 0 ? 0 : 0xffffffffL << (32 - length) & 0xffffffffL;
    }
}

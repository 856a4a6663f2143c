package dev.gantry.server.container.spec;

import dev.gantry.protocol.wish.ContainerSpec.PortMapping;
import dev.gantry.protocol.wish.ContainerSpec.Transport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who holds which port of a host. Pure. */
public final class Ports {
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final int LARGEST = 65_535;

    private Ports() {}

    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** The first wanted port that is held, with its holder. */
    public static Optional<Conflict> conflict(List<PortMapping> wanted, Collection<Held> held) {
        for (int i = 0; i < wanted.size(); i++) {
            PortMapping port = wanted.get(i);
            for (Held each : held) {
                if (each.transport() == port.protocol()
                        && each.port() == port.hostPort()
                        && overlap(each.address(), port.hostAddress())) {
                    return Optional.of(new Conflict(i, port, each, free(port, wanted, held)));
                }
            }
        }
        return Optional.empty();
    }

    /** The index of a mapping that takes what one before it takes already. */
    static OptionalInt firstTwice(List<PortMapping> wanted) {
        for (int i = 1; i < wanted.size(); i++) {
            for (int before = 0; before < i; before++) {
                PortMapping a = wanted.get(before);
                PortMapping b = wanted.get(i);
                if (a.hostPort() == b.hostPort()
                        && a.protocol() == b.protocol()
                        && overlap(a.hostAddress(), b.hostAddress())) {
                    return OptionalInt.of(i);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The next port above the wanted one that nobody holds or wants; empty when there is none. */
    private static OptionalInt free(PortMapping port, List<PortMapping> wanted, Collection<Held> held) {
        for (int candidate = port.hostPort() + 1; candidate <= LARGEST; candidate++) {
            int number = candidate;
            boolean taken = held.stream().anyMatch(each -> each.transport() == port.protocol() && each.port() == number)
                    || wanted.stream()
                            .anyMatch(each -> each.protocol() == port.protocol() && each.hostPort() == number);
            if (!taken) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    /** No address means all of them. */
    private static boolean overlap(@Nullable String a, @Nullable String b) {
        return a == null || b == null || a.equals(b);
    }

    /** A port that a container's wish holds. */
    public record Held(
            String container,
            Transport transport,
            int port,
            @Nullable String address) {}

    /** @param index of the wanted mapping */
    public record Conflict(int index, PortMapping wanted, Held holder, OptionalInt free) {}
}

package dev.gantry.engine.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the host's own network looks like, read from its files. */
public final class HostNetwork {
    private HostNetwork() {}

    /** The networks that the host has routes to, but for the default one. */
    static List<Subnet> routes() {
        return parseRoutes(lines(Path.of("/proc/net/route")));
    }

    /** @param lines of /proc/net/route: addresses are hexadecimal in the machine's byte order */
    static List<Subnet> parseRoutes(List<String> lines) {
        List<Subnet> routes = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] fields = line.split("\\s+");
            int length = Integer.bitCount((int) Long.parseLong(fields[7], 16));
            long base = Integer.toUnsignedLong(Integer.reverseBytes((int) Long.parseLong(fields[1], 16)));
            if (length > 0) {
                routes.add(new Subnet(base, length));
            }
        }
        return routes;
    }

    /** The resolv.conf(5) for containers. */
    public static String resolvConf() {
        return Resolvers.ofHost().text();
    }

    /** The name servers of containers that are the host's own addresses. */
    static List<String> ownResolvers() {
        return Resolvers.ofHost().servers().stream().filter(HostNetwork::isOwn).toList();
    }

    static boolean isOwn(String address) {
        try {
            return Subnet.address(address).isPresent()
                    && NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (SocketException | UnknownHostException e) {
            return false;
        }
    }

    static boolean hasLink(String name) {
        return Files.exists(Path.of("/sys/class/net", name));
    }

    /** The link's alias; "" when it has none. */
    static String alias(String link) {
        try (Stream<String> lines = Files.lines(Path.of("/sys/class/net", link, "ifalias"))) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Writes a kernel parameter of the calling thread's network namespace unless it has the value; no-op where it is missing. */
    static void sysctl(String path, String value) {
        Path file = Path.of("/proc/sys/net", path);
        try {
            if (Files.exists(file) && !Files.readString(file).strip().equals(value)) {
                Files.writeString(file, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

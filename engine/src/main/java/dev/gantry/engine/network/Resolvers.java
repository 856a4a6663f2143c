package dev.gantry.engine.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name servers that containers on the bridge are given: the host's, without those that only the host can reach;
 * where that leaves none, systemd-resolved's list of the real ones.
 *
 * @param servers IPv4 addresses
 * @param unusable the host's others: loopback addresses, and IPv6 ones, which nothing on the bridge has a way to
 * @param text resolv.conf(5) for a container
 */
public record Resolvers(List<String> servers, List<String> unusable, String text) {
    private static final Path CONF = Path.of("/etc/resolv.conf");
    private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

    public Resolvers {
        servers = List.copyOf(servers);
        unusable = List.copyOf(unusable);
    }

    public static Resolvers ofHost() {
        return of(lines(CONF), lines(RESOLVED));
    }

    static Resolvers of(List<String> conf, List<String> resolved) {
        Resolvers own = parse(conf);
        Resolvers real = parse(resolved);
        if (!own.servers.isEmpty()) {
            return own;
        }
        List<String> unusable = new ArrayList<>(own.unusable);
        unusable.addAll(real.unusable);
        return new Resolvers(
                real.servers, unusable.stream().distinct().toList(), real.servers.isEmpty() ? own.text : real.text);
    }

    private static Resolvers parse(List<String> lines) {
        List<String> servers = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            boolean server = words.length > 1 && words[0].equals("nameserver");
            if (server) {
                (isReachable(words[1]) ? servers : unusable).add(words[1]);
            }
            if (server && isReachable(words[1])
                    || List.of("search", "options", "domain").contains(words[0])) {
                text.append(line.strip()).append('\n');
            }
        }
        return new Resolvers(servers, unusable, text.toString());
    }

    /** 0.0.0.0 is the host itself, as in resolv.conf(5). */
    private static boolean isReachable(String address) {
        return Subnet.address(address).isPresent() && !address.startsWith("127.") && !address.equals("0.0.0.0");
    }

    /** Why names can't be resolved in containers, and what to do; empty when they can. */
    public Optional<String> trouble() {
        if (!servers.isEmpty()) {
            return Optional.empty();
        }
        String why = unusable.isEmpty()
                ? "the host's /etc/resolv.conf names no server"
                : "the host's name servers (" + String.join(", ", unusable)
                        + ") are loopback or IPv6 addresses, which containers on the bridge can't reach";
        return Optional.of("Containers can't resolve names: " + why
                + ". Add a name server with an IPv4 address that is not on loopback, then start the containers again.");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

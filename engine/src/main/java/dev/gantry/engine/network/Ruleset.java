package dev.gantry.engine.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The whole firewall of one installation as one document for {@code nft -f -}, which replaces the table in one
 * transaction; see docs/network for what it looks like.
 *
 * @param resolvers the host's name servers, which containers may ask even when they are the host itself
 */
public record Ruleset(Installation installation, List<Endpoint> endpoints, List<String> resolvers) {
    public Ruleset {
        endpoints = endpoints.stream()
                .sorted(Comparator.comparing(Endpoint::address))
                .toList();
        resolvers = resolvers.stream().sorted().toList();
    }

    /** One published port of one container. */
    private record Published(Endpoint.Port port, String address) {
        String key() {
            return port.hostAddress().map(a -> a + " . ").orElse("") + port.transport() + " . " + port.hostPort();
        }

        String element() {
            return key() + " : " + address + " . " + port.containerPort();
        }
    }

    public String render() {
        String table = "table inet " + installation.table();
        List<String> lines = new ArrayList<>();
        // Declared first, so that the delete never fails; all three are one transaction.
        lines.add(table);
        lines.add("delete " + table);
        lines.add(table + " {");
        maps(lines);
        guard(lines);
        translation(lines);
        filter(lines);
        lines.add("}");
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** The document that takes the table away. */
    public static String removal(Installation installation) {
        String table = "table inet " + installation.table();
        return table + "\ndelete " + table + "\n";
    }

    private void maps(List<String> lines) {
        map(lines, "on_all", "inet_proto . inet_service : ipv4_addr . inet_service", published(true));
        map(lines, "on_one", "ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service", published(false));
    }

    private static void map(List<String> lines, String name, String type, List<Published> elements) {
        lines.add("  map " + name + " {");
        lines.add("    type " + type);
        if (!elements.isEmpty()) {
            lines.add("    elements = {");
            for (Published element : elements) {
                lines.add("      " + element.element() + ",");
            }
            lines.add("    }");
        }
        lines.add("  }");
    }

    /** Before connection tracking: what can only be forged or misrouted. */
    private void guard(List<String> lines) {
        String bridge = quoted();
        chain(lines, "guard", "filter hook prerouting priority raw");
        lines.add("    iifname " + bridge + " meta nfproto ipv6 drop");
        lines.add("    iifname " + bridge + " ip saddr != " + installation.subnet() + " ip saddr != 0.0.0.0 drop");
        lines.add("    iifname " + bridge + " ip daddr 127.0.0.0/8 drop");
        lines.add("    iifname != { " + bridge + ", \"lo\" } ip daddr " + installation.subnet() + " drop");
        List<Published> local = published(false).stream()
                .filter(p -> p.key().startsWith("127."))
                .toList();
        if (!local.isEmpty() || !published(true).isEmpty()) {
            lines.add("    iifname != \"lo\" ip daddr 127.0.0.0/8 drop");
        }
        lines.add("  }");
    }

    private void translation(List<String> lines) {
        for (String hook : List.of("prerouting", "output")) {
            chain(lines, "publish_" + hook, "nat hook " + hook + " priority -100");
            lines.add("    fib daddr type local dnat ip to ip daddr . meta l4proto . th dport map @on_one");
            lines.add("    fib daddr type local dnat ip to meta l4proto . th dport map @on_all");
            lines.add("  }");
        }
        String bridge = quoted();
        chain(lines, "outgoing", "nat hook postrouting priority srcnat");
        lines.add("    oifname " + bridge + " ip saddr 127.0.0.0/8 masquerade");
        lines.add("    oifname " + bridge + " ip saddr " + installation.subnet() + " ct status dnat masquerade");
        lines.add("    oifname != { " + bridge + ", \"lo\" } ip saddr " + installation.subnet() + " masquerade");
        lines.add("  }");
    }

    private void filter(List<String> lines) {
        String bridge = quoted();
        chain(lines, "through", "filter hook forward priority filter");
        lines.add("    iifname " + bridge + " ip daddr 169.254.0.0/16 drop");
        lines.add("    iifname " + bridge + " accept");
        lines.add("    oifname " + bridge + " ct state established,related accept");
        lines.add("    oifname " + bridge + " ct status dnat accept");
        lines.add("    oifname " + bridge + " drop");
        lines.add("  }");
        chain(lines, "to_host", "filter hook input priority filter");
        lines.add("    iifname " + bridge + " ct state established,related accept");
        lines.add("    iifname " + bridge + " icmp type echo-request accept");
        if (!resolvers.isEmpty()) {
            lines.add("    iifname " + bridge + " ip daddr { " + String.join(", ", resolvers)
                    + " } meta l4proto { tcp, udp } th dport 53 accept");
        }
        lines.add("    iifname " + bridge + " drop");
        lines.add("  }");
    }

    private static void chain(List<String> lines, String name, String hook) {
        lines.add("  chain " + name + " {");
        lines.add("    type " + hook + "; policy accept;");
    }

    private List<Published> published(boolean onAll) {
        return endpoints.stream()
                .flatMap(e -> e.ports().stream().map(p -> new Published(p, e.address())))
                .filter(p -> p.port().hostAddress().isEmpty() == onAll)
                .sorted(Comparator.comparing(Published::key))
                .toList();
    }

    private String quoted() {
        return "\"" + installation.bridge() + "\"";
    }
}

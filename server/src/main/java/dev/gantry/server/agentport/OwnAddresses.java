package dev.gantry.server.agentport;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** By which names and addresses this machine may be dialled. */
final class OwnAddresses {
    private OwnAddresses() {}

    /** Where no machine is (RFC 5737, TEST-NET-3): only the way there is asked for, nothing is sent. */
    private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("203.0.113.1", 9);

    /**
     * Addresses that are neither loopback nor link-local: first the one that others see of this machine, then IPv4 and
     * IPv6. Interfaces alone don't tell which that is: bridges of containers have addresses, too, and come before
     * the network card as often as behind it.
     */
    static List<String> routable() {
        return outwardFirst(outward(), ofInterfaces());
    }

    static List<String> outwardFirst(Optional<String> outward, List<String> all) {
        List<String> ordered = new ArrayList<>(all);
        outward.filter(ordered::remove).ifPresent(first -> ordered.add(0, first));
        return ordered;
    }

    /** The source address of what this machine sends out; empty where there is no way out. */
    private static Optional<String> outward() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(FAR_AWAY);
            return Optional.of(text(socket.getLocalAddress()));
        } catch (SocketException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static List<String> ofInterfaces() {
        List<String> four = new ArrayList<>();
        List<String> six = new ArrayList<>();
        try {
            for (NetworkInterface each : java.util.Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isUp() || each.isLoopback()) {
                    continue;
                }
                for (InetAddress address : java.util.Collections.list(each.getInetAddresses())) {
                    if (!address.isLinkLocalAddress()) {
                        (address instanceof Inet4Address ? four : six).add(text(address));
                    }
                }
            }
        } catch (SocketException e) {
            return List.of();
        }
        four.addAll(six);
        return four;
    }

    static boolean isAny(String address) {
        return address.equals("0.0.0.0") || address.equals("::") || address.equals("*");
    }

    /** All names for the certificate, without duplicates. */
    static Set<String> all() {
        Set<String> names = new LinkedHashSet<>();
        names.add("localhost");
        names.add("127.0.0.1");
        names.add("::1");
        names.addAll(routable());
        try {
            String name = InetAddress.getLocalHost().getHostName();
            if (name.matches("[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?")) {
                names.add(name);
            }
        } catch (UnknownHostException e) {
            // A machine that can't resolve its own name has one name less.
        }
        return names;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}

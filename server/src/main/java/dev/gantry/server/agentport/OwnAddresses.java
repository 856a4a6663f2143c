package dev.gantry.server.agentport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** By which names and addresses this machine may be dialled. */
final class OwnAddresses {
    private OwnAddresses() {}

    /** Addresses that are neither loopback nor link-local, IPv4 first. */
    static List<String> routable() {
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

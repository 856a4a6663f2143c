package dev.gantry.agent.facts;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** The addresses under which others may reach this host. */
final class Addresses {
    private Addresses() {}

    /** IPv4 first; without loopback, link-local and multicast ones, and without those of container bridges. */
    static List<String> ofHost() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(Addresses::leadsOut)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress()
                        && !address.isAnyLocalAddress()
                        && !address.isMulticastAddress())
                .sorted((a, b) -> Integer.compare(a.getAddress().length, b.getAddress().length))
                .map(Addresses::text)
                .toList();
    }

    private static boolean leadsOut(NetworkInterface network) {
        String name = network.getName();
        boolean bridge = name.startsWith("gantry")
                || name.startsWith("gy")
                || name.startsWith("docker")
                || name.startsWith("podman")
                || name.startsWith("veth");
        try {
            return !bridge && network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            // It went away while it was looked at.
            return false;
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}

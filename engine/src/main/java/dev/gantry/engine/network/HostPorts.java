package dev.gantry.engine.network;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who else on the host holds a port: seen by trying to bind it, named by proc(5). */
final class HostPorts {
    private HostPorts() {}

    /** Whether a program on the host could listen there now. */
    static boolean isFree(Endpoint.Port port) {
        InetSocketAddress address = new InetSocketAddress(port.hostAddress().orElse("0.0.0.0"), port.hostPort());
        try {
            if (port.transport().equals("tcp")) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(address);
                }
            } else {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(address);
                }
            }
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** "nginx (pid 812)" for the program that listens on the port, if it can be found. */
    static Optional<String> holder(Endpoint.Port port) {
        String hex = String.format(Locale.ROOT, ":%04X", port.hostPort());
        String listening = port.transport().equals("tcp") ? "0A" : "07";
        Set<String> sockets = new HashSet<>();
        for (String table : List.of(port.transport(), port.transport() + "6")) {
            for (String line : lines(Path.of("/proc/net", table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[1].endsWith(hex) && fields[3].equals(listening)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        return sockets.isEmpty() ? Optional.empty() : process(sockets);
    }

    private static Optional<String> process(Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    String name = String.join("", lines(process.resolve("comm")));
                    return Optional.of(name + " (pid " + process.getFileName() + ")");
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path fd : fds) {
                if (sockets.contains(Files.readSymbolicLink(fd).toString())) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // The process or one of its descriptors ended while we looked.
            return false;
        }
        return false;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

package dev.gantry.engine.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who on the host holds a port, as proc(5) tells it. */
final class HostPorts {
    private HostPorts() {}

    /** "the host's process nginx (pid 812) listens on it", if the process can be found. */
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
                    return Optional.of(described(process));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** conmon stands for a container of another engine: another installation's, or podman's. */
    private static String described(Path process) {
        String name = String.join("", lines(process.resolve("comm")));
        String shown = name + " (pid " + process.getFileName() + ")";
        List<String> argv =
                List.of(String.join("\n", lines(process.resolve("cmdline"))).split("\0"));
        int at = argv.indexOf("-n") + 1;
        return name.equals("conmon") && at > 0 && at < argv.size()
                ? "the container " + argv.get(at) + " of another engine on this host holds it, by its " + shown
                : "the host's process " + shown + " listens on it";
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

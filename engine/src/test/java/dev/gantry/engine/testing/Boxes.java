package dev.gantry.engine.testing;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerConfig.Limits;
import dev.gantry.engine.container.ContainerConfig.Network;
import dev.gantry.engine.container.ContainerConfig.PublishedPort;
import dev.gantry.engine.container.ContainerConfig.Transport;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A real little image, the host's static busybox, and containers of it. */
public final class Boxes {
    public static final String BOX = "example/box:1";
    /** As BOX, but with /dev as a link out of the image. */
    public static final String CRAFTED = "example/crafted:1";

    public static final String HELPER = "example/helper:1";

    private Boxes() {}

    /** Both images in one archive. */
    public static InputStream archive(String linkTarget) {
        ImageFixture box = new ImageFixture(BOX).layer(tools()).command("/bin/sh");
        ImageFixture crafted = new ImageFixture(CRAFTED)
                .layer(tools())
                .layer(new TarFixture().symlink("dev", linkTarget).symlink("proc", linkTarget))
                .command("/bin/sh");
        return new ByteArrayInputStream(Archives.docker(box, crafted));
    }

    /** BOX with one more program, {@code /bin/helper}. */
    public static InputStream helper(byte[] program) {
        ImageFixture box = new ImageFixture(HELPER)
                .layer(tools())
                .layer(new TarFixture().file("bin/helper", program, 0755))
                .command("/bin/helper");
        return new ByteArrayInputStream(Archives.docker(box));
    }

    /** The tools, and a file of its own, for a registry. */
    public static ImageFixture pullable() {
        return new ImageFixture()
                .layer(tools())
                .layer(new TarFixture().file("pulled", "from afar\n"))
                .compression(Compression.GZIP)
                .command("/bin/sh");
    }

    private static TarFixture tools() {
        try {
            TarFixture tar = new TarFixture()
                    .directory("bin")
                    .file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755)
                    .directory("etc")
                    .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home:/bin/sh\n")
                    .file("etc/group", "root:x:0:\napp:x:1000:\naudio:x:29:app\n");
            for (String name : List.of("sh", "cat", "echo", "httpd", "id", "kill", "ls", "sleep", "tail", "nc", "dd")) {
                tar.symlink("bin/" + name, "busybox");
            }
            return tar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A container that runs a line of shell. */
    public static Box box(String name, String script) {
        return new Box(name, script);
    }

    /** Builds a configuration; without calls it is on the bridge, with no port and no limit, stopped within 5 s. */
    public static final class Box {
        private String id = UUID.randomUUID().toString().replace("-", "");
        private final String name;
        private final String script;
        private String image = BOX;
        private Optional<String> user = Optional.empty();
        private Network network = Network.BRIDGE;
        private List<PublishedPort> ports = List.of();
        private Limits limits = Limits.NONE;
        private boolean noNewPrivileges;
        private boolean readOnly;

        private Box(String name, String script) {
            this.name = name;
            this.script = script;
        }

        public Box image(String newImage) {
            image = newImage;
            return this;
        }

        public Box user(String newUser) {
            user = Optional.of(newUser);
            return this;
        }

        public Box alone() {
            network = Network.NONE;
            return this;
        }

        public Box publish(String address, int hostPort, int containerPort) {
            var host = address.isEmpty() ? Optional.<String>empty() : Optional.of(address);
            ports = List.of(new PublishedPort(host, hostPort, containerPort, Transport.TCP));
            return this;
        }

        public Box publishUdp(int hostPort, int containerPort) {
            ports = List.of(new PublishedPort(Optional.empty(), hostPort, containerPort, Transport.UDP));
            return this;
        }

        public Box limits(long memory, double cpus, int pids) {
            limits = new Limits(Optional.of(memory), Optional.of(cpus), Optional.of(pids));
            return this;
        }

        public Box id(String wanted) {
            id = wanted;
            return this;
        }

        public Box locked() {
            noNewPrivileges = true;
            readOnly = true;
            return this;
        }

        public ContainerConfig config() {
            return new ContainerConfig(
                    id,
                    name,
                    image,
                    Optional.empty(),
                    Optional.of(List.of("/bin/sh", "-c", script)),
                    Map.of("COLOUR", "green"),
                    Optional.empty(),
                    user,
                    Optional.empty(),
                    Map.of(),
                    Map.of("generation", "7"),
                    network,
                    ports,
                    limits,
                    readOnly,
                    noNewPrivileges,
                    Optional.empty(),
                    Duration.ofSeconds(5));
        }
    }
}

package dev.gantry.engine;

import static dev.gantry.engine.testing.Boxes.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.Namespaces;
import dev.gantry.engine.testing.Boxes;
import dev.gantry.engine.testing.Victim;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may reach whom: another machine on the host's network, another installation's containers, a container's kernel. */
@Tag("engine")
class NeighbourTest {
    private static final String SERVE = "echo hello > /index.html; exec httpd -f -p 80 -h /";
    private static final String PARENT =
            "/gantry-neighbour-" + ProcessHandle.current().pid();
    private static final String LINK = "lan" + ProcessHandle.current().pid() % 1_000_000;
    private static final String HOST = "198.18.77.1";

    @TempDir
    Path home;

    private final List<Engine> engines = new ArrayList<>();
    private Engine engine;
    private Path lan;

    @BeforeEach
    void open() {
        engine = open("one");
        lan = home.resolve("lan");
    }

    private Engine open(String name) {
        Engine opened = NativeEngine.open(
                Victim.settings(home.resolve(name), PARENT + "-" + name), java.time.Clock.systemUTC());
        engines.add(opened);
        opened.importImage(Boxes.archive("/nowhere"), null, ImportProgress.NONE);
        return opened;
    }

    @AfterEach
    void close() {
        Namespaces.release(lan);
        Command.of("ip", "link", "del", LINK).call();
        for (Engine opened : engines) {
            opened.containers().forEach(container -> opened.remove(container.id(), true));
            opened.close();
        }
    }

    /** Another machine on a network of the host's: 198.18.77.2, with routes over the host to everywhere. */
    private void joinTheLan(String subnet) {
        Namespaces.create(lan, () -> true);
        Command.of("ip", "-batch", "-")
                .input("link add " + LINK + " type veth peer name eth0 netns " + lan + "\naddr add " + HOST + "/24 dev "
                        + LINK + "\nlink set " + LINK + " up\n")
                .run();
        // 127.0.0.0/8 is no longer its own: what it sends there goes over the wire.
        Namespaces.within(lan, () -> {
            write("/proc/sys/net/ipv4/conf/all/route_localnet", "1");
            return Command.of("ip", "-batch", "-")
                    .input("addr add 198.18.77.2/24 dev eth0\nlink set eth0 up\nroute add " + subnet + " via " + HOST
                            + "\nroute add 127.0.0.0/8 via " + HOST + " src 198.18.77.2\n")
                    .run();
        });
    }

    private static void write(String file, String value) {
        try {
            Files.writeString(Path.of(file), value);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static ContainerView run(Engine on, Boxes.Box box) {
        ContainerConfig config = box.config();
        on.create(config);
        return on.start(config.id(), 1);
    }

    /** The page, or what went wrong. */
    private static String get(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 800);
            socket.setSoTimeout(800);
            socket.getOutputStream().write("GET /index.html HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .reduce("", (before, line) -> line);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String fromTheLan(String address, int port) {
        return Namespaces.within(lan, () -> get(address, port));
    }

    @Test
    void a_neighbour_reaches_what_is_published_for_all_and_nothing_else() throws IOException {
        int open = freePort();
        int local = freePort();
        ContainerView web = run(engine, box("web", SERVE).publish("", open, 80));
        run(engine, box("local", SERVE).publish("127.0.0.1", local, 80));
        String address = web.address().orElseThrow();
        joinTheLan(address + "/32");
        await().untilAsserted(() -> assertThat(get("127.0.0.1", open)).isEqualTo("hello"));
        await().untilAsserted(() -> assertThat(get("127.0.0.1", local)).isEqualTo("hello"));
        assertThat(fromTheLan(HOST, open)).isEqualTo("hello");
        assertThat(fromTheLan(address, 80)).as("the container's own address").contains("Exception");
        assertThat(fromTheLan(HOST, local)).as("a port on loopback").contains("Exception");
        assertThat(fromTheLan("127.0.0.1", local)).as("loopback over the wire").contains("Exception");
        assertThat(fromTheLan("127.0.0.1", open)).as("loopback over the wire").contains("Exception");
    }

    @Test
    void two_installations_run_side_by_side_and_their_containers_do_not_meet() {
        Engine other = open("two");
        ContainerView web = run(engine, box("web", SERVE));
        ContainerView stranger = run(
                other,
                box(
                        "web",
                        "nc -w 1 " + web.address().orElseThrow() + " 80 </dev/null && echo reached; echo done; "
                                + "exec httpd -f -p 80 -h /"));
        assertThat(stranger.address()).isNotEqualTo(web.address());
        await().untilAsserted(() -> assertThat(lines(other, stranger.id())).contains("done"));
        assertThat(lines(other, stranger.id())).doesNotContain("reached");
        await().untilAsserted(
                        () -> assertThat(get(web.address().orElseThrow(), 80)).isEqualTo("hello"));
        other.remove(stranger.id(), true);
        other.close();
        engines.remove(other);
        assertThat(get(web.address().orElseThrow(), 80)).isEqualTo("hello");
        assertThat(engine.container(web.id()).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void a_port_that_another_installation_publishes_is_refused_with_the_name_of_its_container() throws IOException {
        Engine other = open("two");
        int tcp = freePort();
        ContainerView web = run(engine, box("web", SERVE).publish("", tcp, 80));
        ContainerView dns = run(engine, box("dns", "exec sleep 1000").publishUdp(tcp, 53));
        for (Boxes.Box second : List.of(
                box("shop", SERVE).publish("", tcp, 80),
                box("local", SERVE).publish("127.0.0.1", tcp, 80),
                box("names", SERVE).publishUdp(tcp, 53))) {
            assertThatThrownBy(() -> run(other, second))
                    .hasMessageContaining("PORT_TAKEN")
                    .hasMessageContaining(
                            second.config().name().equals("names") ? "the container dns" : "the container web")
                    .hasMessageContaining("the next free one is");
        }
        await().untilAsserted(() -> assertThat(get("127.0.0.1", tcp)).isEqualTo("hello"));
        engine.remove(web.id(), true);
        engine.remove(dns.id(), true);
        run(other, box("shop2", SERVE).publish("", tcp, 80));
        await().untilAsserted(() -> assertThat(get("127.0.0.1", tcp)).isEqualTo("hello"));
    }

    @Test
    void a_program_of_the_host_does_not_get_a_port_that_is_published_and_gets_it_afterwards() throws IOException {
        int port = freePort();
        ContainerView web = run(engine, box("web", "exec sleep 1000").publish("", port, 80));
        assertThatThrownBy(() -> new ServerSocket(port).close()).isInstanceOf(java.net.BindException.class);
        try (var descriptors = Files.list(Path.of("/proc", web.pid().orElseThrow() + "", "fd"))) {
            assertThat(descriptors).as("what the container got").allMatch(fd -> !isSocket(fd));
        }
        engine.close();
        assertThatThrownBy(() -> new ServerSocket(port).close())
                .as("without an engine")
                .isInstanceOf(java.net.BindException.class);
        engines.remove(engine);
        engine = open("one");
        engine.stop(web.id(), StopOptions.KILL);
        assertThatCode(() -> new ServerSocket(port).close()).doesNotThrowAnyException();
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_udp_port_answers_on_loopback_and_on_the_host() throws IOException {
        importHelper();
        int port;
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        run(engine, box("echo", "exec /bin/helper echo 53").image(Boxes.HELPER).publishUdp(port, 53));
        joinTheLan("198.18.99.0/24");
        await().untilAsserted(() -> assertThat(ask("127.0.0.1", port)).isEqualTo("ping"));
        assertThat(ask(HOST, port)).isEqualTo("ping");
        assertThat(Namespaces.within(lan, () -> ask(HOST, port))).isEqualTo("ping");
    }

    private static String ask(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            socket.connect(InetAddress.getByName(address), port);
            socket.send(new DatagramPacket("ping".getBytes(StandardCharsets.US_ASCII), 4));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void the_kernels_side_doors_are_shut() throws IOException {
        importHelper();
        ContainerView view = run(
                engine, box("knocker", "exec /bin/helper").image(Boxes.HELPER).alone());
        await().until(() -> !engine.container(view.id()).orElseThrow().phase().isLive());
        assertThat(lines(engine, view.id()))
                .containsExactly(
                        "alg EPERM",
                        "vsock EPERM",
                        "keyctl EPERM",
                        "add_key EPERM",
                        "io_uring EPERM",
                        "bpf EPERM",
                        "userfaultfd EPERM",
                        "unshare EPERM",
                        "inet allowed");
    }

    private void importHelper() throws IOException {
        assumeThat(Command.find("gcc"))
                .as("a C compiler, for the program in the container")
                .isPresent();
        Path program = home.resolve("helper");
        Path source = home.resolve("helper.c");
        try (InputStream in = Objects.requireNonNull(Boxes.class.getResourceAsStream("helper.c"))) {
            Files.copy(in, source);
        }
        Command.of("gcc", "-static", "-Os", "-o", program.toString(), source.toString())
                .timeout(java.time.Duration.ofSeconds(60))
                .run();
        engine.importImage(Boxes.helper(Files.readAllBytes(program)), null, ImportProgress.NONE);
    }

    private static List<String> lines(Engine on, String id) {
        List<String> lines = new ArrayList<>();
        on.logs(id, LogQuery.ALL, record -> lines.add(record.text()));
        return lines;
    }
}

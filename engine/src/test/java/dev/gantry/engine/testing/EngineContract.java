package dev.gantry.engine.testing;

import static dev.gantry.engine.testing.Boxes.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gantry.engine.Engine;
import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.LogQuery;
import dev.gantry.engine.container.LogRecord;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.image.look.ImageLayers;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.registry.RegistryAccess;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.stack.Mark;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.ImageFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine does. An implementation says how it is opened; all that a test makes is removed afterwards. */
public abstract class EngineContract {
    protected static final String SERVE = "echo hello > /index.html; exec httpd -f -p 80 -h /";

    @TempDir
    Path folder;

    /** Has a space in its name, which is no word's end to any program that the engine runs. */
    protected Path home;

    protected Engine engine;

    /** Opens an engine over the test's own directories; called again after a close. */
    protected abstract Engine open();

    @BeforeEach
    void openEngine() throws IOException {
        home = Files.createDirectory(folder.resolve("a home"));
        engine = open();
        engine.importImage(Boxes.archive(home.resolve("victim").toString()), null, ImportProgress.NONE);
    }

    @AfterEach
    void removeEverything() throws IOException {
        for (ContainerView container : engine.containers()) {
            engine.remove(container.id(), true);
        }
        engine.close();
        nothingIsLeft();
    }

    /** Checks the host after all containers were removed and the engine was closed. */
    protected abstract void nothingIsLeft() throws IOException;

    protected ContainerView run(Boxes.Box box) {
        ContainerConfig config = box.config();
        engine.create(config);
        return engine.start(config.id(), 1);
    }

    protected ContainerView ended(String id) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> !engine.container(id).orElseThrow().phase().isLive());
        return engine.container(id).orElseThrow();
    }

    protected List<String> lines(String id) {
        List<String> lines = new ArrayList<>();
        engine.logs(id, LogQuery.ALL, record -> lines.add(record.text()));
        return lines;
    }

    protected static String get(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(1000);
            try (var in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A line of shell that prints the page's last line; busybox' wget wants shared libraries for names. */
    private static String fetch(String address, int port) {
        return "printf 'GET /index.html HTTP/1.0\\r\\n\\r\\n' | nc -w 3 " + address + " " + port + " | tail -n 1";
    }

    protected static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_container_runs_to_its_end_and_its_exit_code_and_output_are_known() {
        ContainerView started = run(box("short", "echo out $COLOUR; echo err >&2; exit 7"));
        ContainerView view = ended(started.id());
        assertThat(view.phase()).isEqualTo(Phase.EXITED);
        assertThat(view.exitCode()).hasValue(7);
        assertThat(view.finishedAt()).isPresent();
        assertThat(view.config().annotations()).containsEntry("generation", "7");
        assertThat(lines(started.id())).containsExactlyInAnyOrder("out green", "err");
    }

    @Test
    void an_image_is_pulled_from_a_registry_and_runs() throws IOException {
        ImageFixture image = Boxes.pullable();
        try (FakeRegistry registry = new FakeRegistry().serve("team/box", "1", image)) {
            RegistryAccess access =
                    RegistryAccess.of(RegistryEndpoint.of(registry.host()).withPlainHttp());
            Reference name = Reference.parse(registry.host() + "/team/box:1");
            Image pulled = engine.pullImage(name, access, ImportProgress.NONE);
            assertThat(pulled.config()).isEqualTo(image.config());
            assertThat(engine.image(name.toString())).contains(pulled);
            ContainerView view = run(box("pulled", "cat /pulled").image(name.toString()));
            assertThat(ended(view.id()).exitCode()).hasValue(0);
            assertThat(lines(view.id())).containsExactly("from afar");
        }
    }

    @Test
    void an_images_layers_can_be_looked_into() throws IOException {
        Digest crafted = engine.image(Boxes.CRAFTED).orElseThrow().digest();
        ImageLayers layers = engine.layers(crafted);
        assertThat(layers.count()).isEqualTo(2);
        assertThat(layers.stack(1).find(ByteName.of("dev")).orElseThrow().mark())
                .isEqualTo(Mark.ADDED);
        assertThat(layers.stack(1)
                        .find(ByteName.of("bin/busybox"))
                        .orElseThrow()
                        .mark())
                .isEqualTo(Mark.UNCHANGED);
        try (InputStream group = layers.open(layers.place(1, ByteName.of("etc/group")), 5)) {
            assertThat(new String(group.readAllBytes(), StandardCharsets.UTF_8)).startsWith("x:0:\napp:x:1000:");
        }
        assertThatThrownBy(() -> layers.place(1, ByteName.of("dev"))).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> layers.stack(2)).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> engine.layers(Digest.of(new byte[0]))).hasMessageContaining("IMAGE_NOT_FOUND");
    }

    @Test
    void stop_asks_first_and_insists_after_the_grace_period() {
        ContainerView polite = run(box("polite", "trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done"));
        await().until(() -> lines(polite.id()).contains("ready"));
        assertThat(engine.stop(polite.id(), StopOptions.DEFAULT).exitCode()).hasValue(3);
        ContainerView deaf = run(box("deaf", "trap '' TERM; echo ready; while :; do sleep 1; done"));
        await().until(() -> lines(deaf.id()).contains("ready"));
        StopOptions soon = new StopOptions(Optional.empty(), Optional.of(Duration.ofMillis(300)));
        assertThat(engine.stop(deaf.id(), soon).exitCode()).hasValue(137);
    }

    @Test
    void a_stopped_container_starts_again_with_its_disk() {
        ContainerView view = run(box("again", "echo x >> /count; cat /count; echo end"));
        ended(view.id());
        engine.start(view.id(), 2);
        assertThat(ended(view.id()).run()).isEqualTo(2);
        assertThat(lines(view.id())).containsExactly("x", "end", "x", "x", "end");
        assertThatThrownBy(() -> engine.start(view.id(), 2)).hasMessageContaining("CONTAINER_STATE");
    }

    @Test
    void a_signal_reaches_the_process() {
        ContainerView view =
                run(box("signalled", "trap 'echo got; exit 0' USR1; echo ready; while :; do sleep 0.1; done"));
        await().until(() -> lines(view.id()).contains("ready"));
        engine.signal(view.id(), "SIGUSR1");
        assertThat(ended(view.id()).exitCode()).hasValue(0);
        assertThat(lines(view.id())).contains("got");
        assertThatThrownBy(() -> engine.signal(view.id(), "TERM")).hasMessageContaining("CONTAINER_STATE");
    }

    @Test
    void a_command_that_is_not_there_fails_with_the_runtimes_words() {
        ContainerConfig config =
                box("broken", "true").image(Boxes.BOX).user("nobody").config();
        engine.create(config);
        assertThatThrownBy(() -> engine.start(config.id(), 1)).hasMessageContaining("no user \"nobody\"");
        ContainerView view = engine.container(config.id()).orElseThrow();
        assertThat(view.phase()).isEqualTo(Phase.FAILED);
        assertThat(view.refusal()).isPresent();
    }

    @Test
    void names_and_ids_are_unique_and_unknown_images_refused() {
        ContainerConfig first = box("unique", "true").config();
        engine.create(first);
        assertThatThrownBy(() -> engine.create(first)).hasMessageContaining("NAME_TAKEN");
        assertThatThrownBy(() -> engine.create(box("unique", "true").config())).hasMessageContaining("NAME_TAKEN");
        assertThatThrownBy(() -> engine.create(
                        box("other", "true").image("example/none:1").config()))
                .hasMessageContaining("IMAGE_NOT_FOUND");
        assertThatThrownBy(() -> engine.create(box("../x", "true").config())).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> engine.removeImage(Boxes.BOX, true)).hasMessageContaining("IMAGE_IN_USE");
    }

    @Test
    void a_running_container_is_only_removed_by_force() {
        ContainerView view = run(box("stubborn", "sleep 600"));
        assertThatThrownBy(() -> engine.remove(view.id(), false)).hasMessageContaining("CONTAINER_STATE");
        engine.remove(view.id(), true);
        engine.remove(view.id(), true);
        assertThat(engine.container(view.id())).isEmpty();
    }

    @Test
    void published_ports_answer_on_loopback_on_the_host_and_from_containers() {
        int port = freePort();
        ContainerView web = run(box("web", SERVE).publish("", port, 80));
        await().untilAsserted(() ->
                assertThat(get("http://127.0.0.1:" + port + "/index.html")).isEqualTo("hello"));
        String host = hostAddress();
        assertThat(get("http://" + host + ":" + port + "/index.html")).isEqualTo("hello");
        ContainerView client = run(box("client", fetch(web.address().orElseThrow(), 80) + "; " + fetch(host, port)));
        ended(client.id());
        assertThat(lines(client.id())).containsExactly("hello", "hello");
        assertThatThrownBy(() -> run(box("second", SERVE).publish("127.0.0.1", port, 80)))
                .hasMessageContaining("PORT_TAKEN")
                .hasMessageContaining("the container web holds it");
    }

    @Test
    void a_container_reaches_itself_through_its_own_published_port() {
        int port = freePort();
        String host = hostAddress();
        String serve = "echo hello > /index.html; httpd -p 80 -h /; " + fetch(host, port);
        ContainerView web = run(box("narcissus", serve).publish("", port, 80));
        ended(web.id());
        assertThat(lines(web.id())).containsExactly("hello");
    }

    @Test
    void a_port_on_loopback_is_not_on_the_hosts_other_addresses() {
        int port = freePort();
        run(box("local", SERVE).publish("127.0.0.1", port, 80));
        await().untilAsserted(() ->
                assertThat(get("http://127.0.0.1:" + port + "/index.html")).isEqualTo("hello"));
        assertThat(get("http://" + hostAddress() + ":" + port + "/index.html")).contains("Exception");
    }

    @Test
    void a_container_reaches_neither_the_hosts_services_nor_metadata() throws IOException {
        try (ServerSocket service = new ServerSocket(0)) {
            String host = hostAddress();
            ContainerView view = run(box(
                    "prober",
                    "nc -w 1 " + host + " " + service.getLocalPort() + " </dev/null && echo reached; "
                            + "nc -w 1 169.254.169.254 80 </dev/null && echo metadata; echo done"));
            ended(view.id());
            assertThat(lines(view.id())).contains("done").doesNotContain("reached", "metadata");
        }
    }

    @Test
    void a_port_that_a_program_holds_is_refused_with_its_name() throws IOException {
        try (ServerSocket holder = new ServerSocket(0)) {
            assertThatThrownBy(() -> run(box("late", SERVE).publish("", holder.getLocalPort(), 80)))
                    .hasMessageContaining("PORT_TAKEN")
                    .hasMessageContaining("java");
        }
    }

    @Test
    void the_process_has_few_rights_and_only_its_own_descriptors() {
        ContainerView view =
                run(box("probe", "cat /proc/self/status; ls /proc/$$/fd; id").alone());
        ended(view.id());
        assertThat(lines(view.id()))
                .contains("CapEff:\t00000000a80425fb", "CapInh:\t0000000000000000", "CapAmb:\t0000000000000000")
                .contains("Seccomp:\t2", "NoNewPrivs:\t0", "0", "1", "2")
                .doesNotContain("3", "4", "5", "6");
    }

    @Test
    void containers_whose_ids_begin_alike_run_beside_each_other_under_names_of_their_own() {
        String moment = "0199c0ffee007000";
        ContainerView one = run(box("twin-1", "cat /etc/hostname; sleep 60").id(moment + "8000aaaaaaaaaaa1"));
        ContainerView two = run(box("twin-2", "cat /etc/hostname; sleep 60").id(moment + "8000aaaaaaaaaaa2"));

        assertThat(one.address()).isPresent().isNotEqualTo(two.address());
        await().untilAsserted(() -> assertThat(lines(one.id())).containsExactly("aaaaaaaaaaa1"));
        await().untilAsserted(() -> assertThat(lines(two.id())).containsExactly("aaaaaaaaaaa2"));
    }

    @Test
    void a_locked_container_of_a_user_can_neither_gain_nor_write() {
        ContainerView view =
                run(box("locked", "cat /proc/self/status; id; echo x > /x || echo refused; cat /etc/hostname")
                        .user("app")
                        .locked());
        ended(view.id());
        assertThat(lines(view.id()))
                .contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000", "refused")
                .contains(view.id().substring(20))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("uid=1000(app) gid=1000(app) groups=")
                        .satisfies(shown -> assertThat(shown.split("groups=")[1].split(","))
                                .containsExactlyInAnyOrder("29(audio)", "1000(app)")));
    }

    @Test
    void too_much_memory_ends_only_the_container_and_is_told() {
        ContainerView view = run(box("hog", "dd if=/dev/zero of=/dev/null bs=200M count=1; exit $?")
                .limits(32L << 20, 1, 20));
        ContainerView ended = ended(view.id());
        assertThat(ended.exitCode()).hasValue(137);
        assertThat(ended.oomKilled()).isTrue();
    }

    @Test
    void an_image_with_links_at_dev_and_proc_leaves_the_host_alone() {
        Path victim = home.resolve("victim");
        victim.toFile().mkdir();
        ContainerView view = run(box("crafted", "ls /dev/null && echo fine").image(Boxes.CRAFTED));
        ended(view.id());
        assertThat(lines(view.id())).contains("fine");
        assertThat(victim.toFile().list()).isEmpty();
    }

    @Test
    void a_follower_sees_what_comes_and_ends_with_the_container() throws InterruptedException {
        ContainerView view = run(box("talker", "echo one; sleep 0.5; echo two"));
        List<LogRecord> seen = new CopyOnWriteArrayList<>();
        LogQuery follow = new LogQuery(Optional.empty(), OptionalInt.empty(), true);
        Thread follower = new Thread(() -> engine.logs(view.id(), follow, seen::add));
        follower.start();
        await().until(() -> seen.size() == 2);
        engine.remove(view.id(), true);
        follower.join(5000);
        assertThat(follower.isAlive()).isFalse();
    }

    @Test
    void the_bell_rings_for_every_change() {
        List<String> rings = new CopyOnWriteArrayList<>();
        engine.onChange(rings::add);
        ContainerView view = run(box("rung", "exit 0"));
        ended(view.id());
        await().untilAsserted(() -> assertThat(rings).contains(view.id()));
    }

    /** An address of the host that is not loopback. */
    protected abstract String hostAddress();
}

package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people have at hand works as it is, over plain HTTP on this machine. */
@Tag("server")
class RealClientsPushAndPull {
    private final TestServer server = TestServer.shared();
    private final Registry registry = Registry.asAdmin(server);
    private final String address = "127.0.0.1:" + server.port();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path work;

    @Test
    void skopeo_copies_in_both_directions() throws IOException {
        assumeThat(Program.isInstalled("skopeo")).as("skopeo is installed").isTrue();
        byte[] manifest = TestImage.make(1).push(registry, "clients/skopeo", "v1");
        Program skopeo = new Program(work, "skopeo");
        String oci = "oci:" + work.resolve("layout") + ":v1";
        String password = "anybody:" + server.token();

        skopeo.run(
                "copy",
                "--src-tls-verify=false",
                "--src-creds",
                password,
                "docker://" + address + "/clients/skopeo:v1",
                oci);
        skopeo.run(
                "copy",
                "--dest-tls-verify=false",
                "--dest-creds",
                password,
                oci,
                "docker://" + address + "/clients/copied:v2");

        assertThat(Registry.header(registry.head("/v2/clients/copied/manifests/v2"), "Docker-Content-Digest"))
                .isEqualTo(Digest.of(manifest).toString());
        assertThat(skopeo.run(
                        "list-tags",
                        "--tls-verify=false",
                        "--creds",
                        password,
                        "docker://" + address + "/clients/copied"))
                .contains("\"v2\"");
        assertThat(skopeo.run(
                        "inspect",
                        "--tls-verify=false",
                        "--creds",
                        password,
                        "docker://" + address + "/clients/copied:v2"))
                .contains("\"Architecture\": \"amd64\"");
        skopeo.run("delete", "--tls-verify=false", "--creds", password, "docker://" + address + "/clients/copied:v2");
        assertThat(registry.head("/v2/clients/copied/manifests/v2").statusCode())
                .isEqualTo(404);
    }

    @Test
    void skopeo_with_a_wrong_password_is_told_so() {
        assumeThat(Program.isInstalled("skopeo")).as("skopeo is installed").isTrue();
        Program.Ended ended = new Program(work, "skopeo")
                .end(
                        "",
                        "inspect",
                        "--tls-verify=false",
                        "--creds",
                        "nobody:wrong",
                        "docker://" + address + "/clients/skopeo:v1");

        assertThat(ended.code()).isNotZero();
        assertThat(ended.said()).containsIgnoringCase("unauthorized");
    }

    @Test
    void podman_logs_in_pushes_and_pulls() throws IOException {
        assumeThat(Program.isInstalled("podman")).as("podman is installed").isTrue();
        assumeThat(System.getProperty("user.name"))
                .as("podman's root store needs root")
                .isEqualTo("root");
        TestImage image = TestImage.make(2);
        Path tar = Files.write(work.resolve("root.tar"), image.tar());
        Program podman = new Program(
                work,
                "podman",
                "--root",
                work.resolve("data").toString(),
                "--runroot",
                work.resolve("run").toString(),
                "--tmpdir",
                work.resolve("tmp").toString(),
                "--storage-driver",
                "vfs",
                "--events-backend",
                "file",
                "--cgroup-manager",
                "cgroupfs");
        String name = address + "/clients/podman:v1";

        podman.fed(server.token(), "login", "--tls-verify=false", "--username", "me", "--password-stdin", address);
        podman.run("import", tar.toString(), name);
        podman.run("push", "--tls-verify=false", name);
        podman.run("rmi", "--all", "--force");
        podman.run("pull", "--tls-verify=false", name);

        assertThat(podman.run("images", "--format", "{{.Repository}}:{{.Tag}}")).contains(name);
        assertThat(registry.get("/v2/clients/podman/tags/list").body())
                .asString()
                .contains("v1");
    }

    @Test
    void docker_logs_in_pushes_and_pulls() throws Exception {
        assumeThat(Program.isInstalled("dockerd") && Program.isInstalled("docker"))
                .as("dockerd and its client are installed")
                .isTrue();
        assumeThat(System.getProperty("user.name")).as("dockerd needs root").isEqualTo("root");
        // A socket's path is short, and a temporary directory's may not be.
        Path at = Files.createTempDirectory(
                Path.of("/tmp"),
                "gd",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String socket = "unix://" + at.resolve("docker.sock");
        Process daemon = new Program(at, "dockerd")
                .start(
                        "--data-root",
                        at.resolve("data").toString(),
                        "--exec-root",
                        at.resolve("run").toString(),
                        "--pidfile",
                        at.resolve("pid").toString(),
                        "--host",
                        socket,
                        "--bridge",
                        "none",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--storage-driver",
                        "vfs");
        try {
            Program docker = new Program(at, "docker", "-H", socket);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> docker.end("", "version").code() == 0);
            pushAndPull(
                    docker,
                    Files.write(at.resolve("root.tar"), TestImage.make(3).tar()));
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
            new Program(work, "rm", "-rf", "--one-file-system").run(at.toString());
        }
    }

    private void pushAndPull(Program docker, Path tar) {
        String name = address + "/clients/docker:v1";
        docker.fed(server.token(), "login", "--username", "me", "--password-stdin", address);
        docker.run("import", tar.toString(), name);
        docker.run("push", name);
        docker.run("tag", name, address + "/clients/docker-mounted:v1");
        docker.run("push", address + "/clients/docker-mounted:v1");
        docker.run("rmi", name, address + "/clients/docker-mounted:v1");
        docker.run("pull", name);

        assertThat(docker.run("images", "--digests")).contains("clients/docker");
        assertThat(registry.head("/v2/clients/docker-mounted/manifests/v1").statusCode())
                .isEqualTo(200);
        docker.run("logout", address);
        assertThat(docker.end("", "pull", name).said()).containsIgnoringCase("no basic auth");
    }
}

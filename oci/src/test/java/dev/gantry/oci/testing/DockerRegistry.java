package dev.gantry.oci.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's {@code docker-registry} on loopback, with a directory of the test's own. */
public final class DockerRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final Path SKOPEO = Path.of("/usr/bin/skopeo");
    private static final int PATIENCE_SECONDS = 20;

    private final Path dir;
    private final int port;
    private final Process process;

    private DockerRegistry(Path dir, int port, Process process) {
        this.dir = dir;
        this.port = port;
        this.process = process;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(SKOPEO);
    }

    /** Returns once it answers. @param dir empty */
    public static DockerRegistry start(Path dir) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = dir.resolve("config.yml");
        Files.writeString(config, """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: "%s"}, delete: {enabled: true}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(dir.resolve("data"), port));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        DockerRegistry registry = new DockerRegistry(dir, port, process);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!registry.answers()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                registry.close();
                throw new IOException("docker-registry did not start: " + Files.readString(dir.resolve("log")));
            }
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            assert !ended || !process.isAlive();
        }
        return registry;
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + host() + "/v2/").toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    public String host() {
        return "127.0.0.1:" + port;
    }

    /** Pushes an OCI archive with skopeo. @param name such as "team/app:1" */
    public void push(byte[] ociArchive, String name, String... options) throws IOException, InterruptedException {
        Path archive = Files.createTempFile(dir, "push", ".tar");
        Files.write(archive, ociArchive);
        List<String> argv = new ArrayList<>(List.of(
                SKOPEO.toString(), "--insecure-policy", "--tmpdir", dir.toString(), "copy", "--dest-tls-verify=false"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("oci-archive:" + archive, "docker://" + host() + "/" + name));
        Process skopeo = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(skopeo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (skopeo.waitFor() != 0) {
            throw new IOException("skopeo: " + said);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

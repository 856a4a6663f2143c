package dev.gantry.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An embedded Postgres that is kept running: adopted when it already runs, started again when it dies. */
final class EmbeddedPostgres implements AutoCloseable {
    static final String USER = "gantry";
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration INIT = Duration.ofSeconds(60);
    /** After a crash it replays its log first, which may take long. */
    private static final Duration READY = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final PostgresFiles files;
    private final Path bin;
    private final String password;
    private final boolean leaveRunning;
    private final Semaphore bell = new Semaphore(0);
    private final Thread keeper;
    private final int port;
    private volatile boolean closing;

    private EmbeddedPostgres(PostgresFiles files, Path bin, int wantedPort, boolean leaveRunning)
            throws IOException, InterruptedException {
        this.files = files;
        this.bin = bin;
        this.leaveRunning = leaveRunning;
        this.password = files.password();
        if (!Files.isDirectory(files.data())) {
            init();
        }
        this.port = adoptOrStart(wantedPort);
        this.keeper = new Thread(this::keep, "postgres-keeper");
        keeper.setDaemon(true);
        keeper.start();
    }

    /** Errors when Postgres can't be made to run, with what its programs said. */
    static EmbeddedPostgres start(PostgresFiles files, int port, boolean leaveRunning) {
        try {
            return new EmbeddedPostgres(files, PostgresBinaries.unpack(files).resolve("bin"), port, leaveRunning);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded Postgres does not start; its log is " + files.log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the embedded Postgres started", e);
        }
    }

    Database database() {
        return database("postgres");
    }

    /** Another database of the same Postgres. */
    Database database(String name) {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, password, true);
    }

    private void init() throws IOException, InterruptedException {
        PostgresBinaries.deleteTree(files.freshData());
        Tool.run(
                INIT,
                List.of(
                        bin.resolve("initdb").toString(),
                        "--pgdata=" + files.freshData(),
                        "--username=" + USER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + files.passwordFile(),
                        "--data-checksums",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"));
        Files.move(files.freshData(), files.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private int adoptOrStart(int wanted) throws IOException, InterruptedException {
        Postmaster running = Postmaster.of(files.data());
        if (running != null && wanted != 0 && running.port() != wanted) {
            stop();
            running = null;
        }
        if (running != null) {
            LOG.info("Adopted the embedded Postgres that runs on port {}", running.port());
            awaitReady(running.process());
            return running.port();
        }
        int chosen = wanted != 0 ? wanted : freePort(files.rememberedPort());
        files.rememberPort(chosen);
        launch(chosen);
        LOG.info("Started the embedded Postgres on port {}", chosen);
        return chosen;
    }

    private void launch(int chosen) throws IOException, InterruptedException {
        String socket = files.socketDirectory();
        if (!socket.isEmpty()) {
            Files.createDirectories(
                    Path.of(socket),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Process started = Tool.startDetached(
                List.of(
                        bin.resolve("postgres").toString(),
                        "-D",
                        files.data().toString(),
                        "-p",
                        Integer.toString(chosen),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + socket,
                        "-c",
                        "fsync=on",
                        "-c",
                        "synchronous_commit=on",
                        "-c",
                        "full_page_writes=on",
                        "-c",
                        "password_encryption=scram-sha-256",
                        "-c",
                        "max_connections=60",
                        "-c",
                        "shared_buffers=64MB",
                        "-c",
                        "max_wal_size=512MB",
                        "-c",
                        "log_line_prefix=%m [%p] "),
                files.log());
        awaitReady(started.toHandle());
    }

    private void awaitReady(ProcessHandle process) throws IOException {
        long end = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < end) {
            Postmaster seen = Postmaster.of(files.data());
            if (seen != null && seen.ready()) {
                return;
            }
            if (!process.isAlive()) {
                throw new IOException("Postgres ended while it started");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new IOException("Postgres was not ready within " + READY.toMinutes() + " minutes");
    }

    private void keep() {
        long watched = 0;
        while (!closing) {
            try {
                Postmaster seen = Postmaster.of(files.data());
                if (seen == null && !closing) {
                    LOG.warn("The embedded Postgres is gone, starting it again");
                    launch(port);
                } else if (seen != null && seen.process().pid() != watched) {
                    watched = seen.process().pid();
                    var unused = seen.process().onExit().thenRun(bell::release);
                }
            } catch (IOException e) {
                LOG.error("The embedded Postgres does not start, trying again; its log is {}", files.log(), e);
            } catch (InterruptedException e) {
                return;
            }
            try {
                if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static int freePort(@Nullable Integer remembered) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        for (int each : new int[] {Objects.requireNonNullElse(remembered, 0), 0}) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(loopback, each));
                return probe.getLocalPort();
            } catch (IOException e) {
                LOG.info("Port {} is taken by another process, looking for a free one", each);
            }
        }
        throw new IOException("127.0.0.1 has no free port");
    }

    private void stop() throws IOException, InterruptedException {
        Tool.run(
                STOP.plusSeconds(5),
                List.of(
                        bin.resolve("pg_ctl").toString(),
                        "stop",
                        "-D",
                        files.data().toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        Long.toString(STOP.toSeconds())));
    }

    @Override
    public void close() {
        closing = true;
        keeper.interrupt();
        try {
            keeper.join(STOP.toMillis());
            if (!leaveRunning && Postmaster.of(files.data()) != null) {
                stop();
                LOG.info("Stopped the embedded Postgres");
            }
        } catch (IOException e) {
            LOG.error("The embedded Postgres did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

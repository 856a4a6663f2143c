package dev.gantry.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Postgres' programs: an argv and nothing else, with the environment emptied and, for root, without root's rights. */
final class Tool {
    private Tool() {}

    /** Runs to the end. Errors with argv, exit code and what it wrote. */
    static void run(Duration most, List<String> argv) throws IOException, InterruptedException {
        Path output = Files.createTempFile("gantry-postgres", ".log");
        try {
            Process process = builder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(argv + " did not end within " + most.toSeconds() + " s: " + tail(output));
            }
            if (process.exitValue() != 0) {
                throw new IOException(argv + " ended with " + process.exitValue() + ": " + tail(output));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Starts a process that outlives this one, in a session of its own so that no terminal's signal reaches it. */
    static Process startDetached(List<String> argv, Path log) throws IOException {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(argv);
        return builder(detached)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static ProcessBuilder builder(List<String> argv) {
        List<String> whole = new ArrayList<>(argv);
        if ("root".equals(System.getProperty("user.name"))) {
            // Postgres refuses user id 0. In a user namespace without a mapping root is nobody to it, holds no
            // capability, and still owns root's files (user_namespaces(7)).
            int at = whole.get(0).equals("setsid") ? 1 : 0;
            whole.addAll(at, List.of("unshare", "--user"));
        }
        ProcessBuilder builder = new ProcessBuilder(whole);
        String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder;
    }

    private static String tail(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return text.length() > 2_000 ? "…" + text.substring(text.length() - 2_000) : text;
    }
}

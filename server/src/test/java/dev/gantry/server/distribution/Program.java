package dev.gantry.server.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a client as people do, with a home of its own. */
final class Program {
    private final List<String> command;
    private final Path work;
    private final Map<String, String> environment = new LinkedHashMap<>();

    Program(Path work, String... command) {
        this.work = work;
        this.command = List.of(command);
        environment.put("HOME", work.toString());
        environment.put("XDG_RUNTIME_DIR", work.toString());
        environment.put("DOCKER_CONFIG", work.resolve("docker-config").toString());
        environment.put("REGISTRY_AUTH_FILE", work.resolve("auth.json").toString());
    }

    static boolean isInstalled(String name) {
        for (String directory : String.valueOf(System.getenv("PATH")).split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }

    Program with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What it said; its failure fails the test. */
    String run(String... arguments) {
        return fed("", arguments);
    }

    String fed(String input, String... arguments) {
        Ended ended = end(input, arguments);
        assertThat(ended.code())
                .as(String.join(" ", arguments) + ": " + ended.said())
                .isZero();
        return ended.said();
    }

    Ended end(String input, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        try {
            Path said = Files.createTempFile(work, "said", ".txt");
            Path given = Files.writeString(Files.createTempFile(work, "given", ".txt"), input);
            ProcessBuilder builder = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectInput(given.toFile())
                    .redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(all + " did not end: " + Files.readString(said));
            }
            return new Ended(process.exitValue(), Files.readString(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts one that goes on until it is ended. */
    Process start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log.txt").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    record Ended(int code, String said) {}
}

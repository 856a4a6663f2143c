package dev.gantry.engine.runtime;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.MountView;
import dev.gantry.engine.kernel.process.SealedProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One OCI runtime program with its state directory. Each call has a time limit, because a stock runtime may hang and
 * ignore SIGTERM.
 *
 * @param name "crun" or "runc"
 * @param state where the runtime keeps what it knows; must not survive a boot
 * @param view of the host's mounts, where the runtime does not work in the host's own
 * @param filter our system call filter as a program in base64, where the runtime takes one instead of the rules
 */
public record OciRuntime(
        String name, SealedProgram program, Path state, Optional<MountView> view, Optional<String> filter)
        implements AutoCloseable {
    /** Of a container's config.json, crun(1). */
    static final String FILTER_ANNOTATION = "run.oci.seccomp_bpf_data";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * Does the work where the runtime can make containers.
     *
     * @param mounts the places of the container's own mounts, which a view would not have otherwise
     */
    <T> T seeing(List<Path> mounts, Supplier<T> work) {
        return view.isPresent() ? view.get().with(mounts, work) : work.get();
    }

    /** What the runtime says about a container. @param status "created", "running", "stopped", … */
    public record Status(String status, OptionalInt pid) {}

    /** Lets a created container's process go. */
    public void start(String id) {
        Command.of(argv("start", id)).timeout(LIMIT).run();
    }

    /** Ends what is left of a container and forgets it; no-op when the runtime doesn't know it. */
    public void delete(String id) {
        Command.Result result =
                Command.of(argv("delete", "--force", id)).timeout(LIMIT).call();
        if (result.exitCode() != 0 && status(id).isPresent()) {
            Command.of(argv("delete", "--force", id)).timeout(LIMIT).run();
        }
    }

    /** Empty when the runtime doesn't know the container. */
    public Optional<Status> status(String id) {
        Command.Result result = Command.of(argv("state", id)).timeout(LIMIT).call();
        if (result.exitCode() != 0) {
            return Optional.empty();
        }
        try {
            JsonNode node = JsonMapper.shared().readTree(result.output());
            int pid = node.path("pid").asInt(0);
            return Optional.of(
                    new Status(node.path("status").asString(""), pid > 0 ? OptionalInt.of(pid) : OptionalInt.empty()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private List<String> argv(String... words) {
        List<String> argv = new java.util.ArrayList<>(List.of(program.path().toString(), "--root", state.toString()));
        argv.addAll(List.of(words));
        return argv;
    }

    @Override
    public void close() {
        program.close();
    }
}

package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program in sealed memory. An OCI runtime copies itself at each start, lest a container writes to the program through
 * /proc (CVE-2019-5736), and executes the copy; of a program that nobody can write to it needs none, which is half of
 * what a short call takes. A program that the host updates is taken up with the engine's next start.
 *
 * @param path to execute, as long as this process lives and it is not closed
 * @param descriptor negative where the host allows no such thing, and the path is the program's own
 */
public record SealedProgram(Path path, int descriptor) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealedProgram.class);

    /** @param trial an argument with which the program does nothing but end well */
    public static SealedProgram of(Path program, String trial) {
        SealedProgram sealed = seal(program);
        if (sealed.descriptor < 0 || runs(sealed.path, trial)) {
            return sealed;
        }
        sealed.close();
        return new SealedProgram(program, -1);
    }

    private static SealedProgram seal(Path program) {
        try {
            int descriptor = Descriptors.sealed(Files.readAllBytes(program));
            long self = ProcessHandle.current().pid();
            return new SealedProgram(Path.of("/proc/" + self + "/fd/" + descriptor), descriptor);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("{} can't be held in sealed memory", program, e);
            return new SealedProgram(program, -1);
        }
    }

    private static boolean runs(Path path, String trial) {
        try {
            return Command.of(path.toString(), trial).call().exitCode() == 0;
        } catch (RefusedException e) {
            LOG.debug("{} does not run from sealed memory", path, e);
            return false;
        }
    }

    @Override
    public void close() {
        Descriptors.close(descriptor);
    }
}

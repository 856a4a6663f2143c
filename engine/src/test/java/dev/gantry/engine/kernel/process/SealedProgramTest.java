package dev.gantry.engine.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class SealedProgramTest {
    @TempDir
    Path directory;

    @Test
    void a_sealed_program_runs_and_nobody_can_write_to_it() throws Exception {
        Path program = Files.copy(Path.of("/usr/bin/echo"), directory.resolve("echo"));
        try (SealedProgram sealed = SealedProgram.of(program, "--version")) {
            Files.delete(program);

            assertThat(sealed.path()).isNotEqualTo(program);
            assertThat(Command.of(sealed.path().toString(), "sealed").run()).isEqualTo("sealed\n");
            assertThatThrownBy(() -> Files.write(sealed.path(), new byte[] {1}, StandardOpenOption.WRITE))
                    .hasMessageContaining("Operation not permitted");
        }
    }

    @Test
    void a_program_that_fails_its_trial_in_sealed_memory_is_run_from_its_file() {
        try (SealedProgram unsealed = SealedProgram.of(Path.of("/usr/bin/false"), "")) {
            assertThat(unsealed).isEqualTo(new SealedProgram(Path.of("/usr/bin/false"), -1));
        }
    }
}

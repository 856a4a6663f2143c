package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusalCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "open executable: Operation not permitted",
                "runc create failed: unable to start container process: exec: \"/nope\": stat /nope: no such file or directory",
                "runc create failed: unable to start container process: exec: \"nope\": executable file not found in $PATH",
                "runc create failed: unable to start container process: exec: \"/etc\": is a directory: permission denied",
                "executable file `nope` not found in $PATH: No such file or directory",
                "runc create failed: unable to start container process: chdir to cwd (\"/nope\"): no such file or directory",
            })
    void a_command_that_the_image_does_not_hold_is_the_callers_mistake(String words) {
        assertThat(Conmon.refused(words).code()).isEqualTo(RefusalCode.COMMAND_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cgroups in hybrid mode not supported, drop all controllers from cgroupv2",
                "runc create failed: unable to start container process: error mounting \"proc\": permission denied",
            })
    void what_the_host_does_not_allow_is_the_runtimes_failure(String words) {
        assertThat(Conmon.refused(words).code()).isEqualTo(RefusalCode.RUNTIME_FAILED);
    }

    @ParameterizedTest
    @CsvSource({"crun version 1.8.1,1.8.1", "runc version 1.1.5+ds1,1.1.5+ds1", "2.0,2.0", "'',''"})
    void a_version_is_told_without_the_name_that_stands_beside_it(String line, String version) {
        assertThat(RuntimeProber.versionOf(line)).isEqualTo(version);
    }
}

package dev.gantry.engine.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CgroupsTest {
    private static List<String> own() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/cgroup"));
    }

    @Test
    @Tag("engine")
    void a_process_that_expects_a_move_stays_where_it_is() throws Exception {
        Cgroups cgroups = Cgroups.detect("/gantry-cgroups-test");
        List<String> before = own();

        cgroups.expectMove();
        cgroups.expectMove();

        assertThat(own()).isEqualTo(before);
        assertThat(cgroups.ownProcesses())
                .hasValueSatisfying(file -> assertThat(file)
                        .content()
                        .contains(Long.toString(ProcessHandle.current().pid())));
    }

    @Test
    void a_parent_that_is_no_path_of_groups_is_refused() {
        for (String parent : List.of("gantry", "/", "/../etc", "/a//b", "/.hidden", "/a b")) {
            assertThatThrownBy(() -> Cgroups.detect(parent)).hasMessageContaining("is not a path");
        }
    }
}

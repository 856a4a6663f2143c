package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.runtime.ProcessSpec.Limits;
import dev.gantry.engine.runtime.ProcessSpec.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** To renew a golden file, run with -Dgolden.update=true and read the difference. */
class BundleSpecTest {
    private static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Path GOLDEN = Path.of("src/test/resources/dev/gantry/engine/runtime");

    @Test
    void a_plain_root_container_has_the_usual_defaults() throws IOException {
        matches("plain.json", spec(process("", NONE, false, false), Identity.ROOT, false));
    }

    @Test
    void a_user_with_limits_on_a_read_only_root_without_new_privileges() throws IOException {
        matches(
                "limited.json",
                spec(
                        process(
                                "app",
                                new Limits(Optional.of(64L << 20), Optional.of(1.5), Optional.of(100)),
                                true,
                                true),
                        new Identity(1000, 1001, List.of(29), "/home/app"),
                        true));
    }

    @Test
    void the_primary_group_is_among_the_supplementary_ones_once() {
        BundleSpec spec = spec(process("app", NONE, false, false), new Identity(1000, 29, List.of(29, 44), "/"), false);
        assertThat(JsonMapper.shared()
                        .readTree(spec.render())
                        .path("process")
                        .path("user")
                        .path("additionalGids")
                        .valueStream()
                        .map(JsonNode::asInt))
                .containsExactlyInAnyOrder(29, 44);
    }

    @Test
    void the_filter_blocks_what_containers_have_no_business_with() {
        JsonNode seccomp = JsonMapper.shared().valueToTree(SeccompProfile.forArchitecture("amd64"));
        assertThat(seccomp.path("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
        List<String> always = seccomp.path("syscalls")
                .get(0)
                .path("names")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(always)
                .contains("read", "openat2", "futex")
                .doesNotContain(
                        "bpf",
                        "keyctl",
                        "add_key",
                        "request_key",
                        "io_uring_setup",
                        "userfaultfd",
                        "mount",
                        "unshare",
                        "setns",
                        "clone",
                        "clone3",
                        "socket",
                        "socketcall",
                        "perf_event_open",
                        "open_by_handle_at");
    }

    private static ProcessSpec process(String user, Limits limits, boolean readOnly, boolean noNewPrivileges) {
        return new ProcessSpec(
                List.of("/bin/app", "--serve"),
                List.of("MODE=fast"),
                "/srv",
                user,
                "box",
                readOnly,
                noNewPrivileges,
                limits,
                Map.of("RLIMIT_NOFILE", new Rlimit(1024, 20000)),
                Optional.empty());
    }

    private static BundleSpec spec(ProcessSpec process, Identity identity, boolean cgroupV2) {
        return new BundleSpec(
                process,
                identity,
                Path.of("/run/b/0123/rootfs"),
                "/gantry/0123",
                Path.of("/run/netns/0123"),
                Path.of("/run/b/0123/etc"),
                cgroupV2,
                "amd64",
                Optional.empty());
    }

    private static void matches(String name, BundleSpec spec) throws IOException {
        ObjectNode rendered = (ObjectNode) JsonMapper.shared().readTree(spec.render());
        // Long, the same everywhere, and tested by itself.
        ((ObjectNode) rendered.path("linux").path("seccomp")).remove("syscalls");
        String text = rendered.toPrettyString() + "\n";
        Path golden = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}

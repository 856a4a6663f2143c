package dev.gantry.oci.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageConfigTest {
    private static final String REST = "\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[\"sha256:" + "ab".repeat(32) + "\"]}";

    @Test
    void reads_what_docker_writes() {
        ImageConfig config = parse("{\"created\":\"2026-01-02T03:04:05.678901234Z\",\"docker_version\":\"\","
                + "\"config\":{\"Hostname\":\"\",\"Entrypoint\":[\"/e\"],\"Cmd\":null,\"Env\":[\"A=b=c\",\"E=\"],"
                + "\"WorkingDir\":\"\",\"User\":\"app:1000\",\"ExposedPorts\":{\"80/tcp\":{},\"9000-9002/udp\":{}},"
                + "\"Volumes\":{\"/data\":{}},\"Labels\":{\"k\":\"v\",\"n\":null},\"StopSignal\":\"SIGRTMIN+3\","
                + "\"OnBuild\":null},\"history\":[{\"created_by\":\"RUN x\",\"empty_layer\":true}],"
                + REST + "}");
        assertThat(config.created()).contains(Instant.parse("2026-01-02T03:04:05.678901234Z"));
        assertThat(config.platform())
                .isEqualTo(new ImageConfig.Platform("linux", "amd64", Optional.empty(), Optional.empty()));
        assertThat(config.process().entrypoint()).containsExactly("/e");
        assertThat(config.process().command()).isEmpty();
        assertThat(config.process().env()).containsExactly("A=b=c", "E=");
        assertThat(config.process().workingDir()).isEmpty();
        assertThat(config.process().user()).contains("app:1000");
        assertThat(config.process().exposedPorts()).containsExactly("80/tcp", "9000-9002/udp");
        assertThat(config.process().labels()).containsEntry("k", "v").containsEntry("n", "");
        assertThat(config.process().stopSignal()).contains("SIGRTMIN+3");
        assertThat(config.history())
                .containsExactly(new ImageConfig.History(Optional.of("RUN x"), Optional.empty(), true));
        assertThat(ImageConfig.parse(config.toJson())).isEqualTo(config);
    }

    @Test
    void a_config_that_says_nothing_runs_nothing() {
        assertThat(parse("{" + REST + "}").process()).isEqualTo(ImageConfig.Process.NONE);
        assertThat(parse("{\"config\":null,\"history\":null," + REST + "}").process())
                .isEqualTo(ImageConfig.Process.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"config\":[]",
                "\"config\":\"x\"",
                "\"config\":{\"Cmd\":\"sh\"}",
                "\"config\":{\"Cmd\":[1]}",
                "\"config\":{\"Cmd\":[null]}",
                "\"config\":{\"Cmd\":[\"a\\u0000b\"]}",
                "\"config\":{\"cmd\":[]}",
                "\"config\":{\"Env\":[\"NOVALUE\"]}",
                "\"config\":{\"Env\":[\"=x\"]}",
                "\"config\":{\"User\":\"4294967295\"}",
                "\"config\":{\"User\":\"99999999999999999999\"}",
                "\"config\":{\"User\":\"-1\"}",
                "\"config\":{\"User\":\"a:b:c\"}",
                "\"config\":{\"User\":\"a\\nb\"}",
                "\"config\":{\"ExposedPorts\":{\"0/tcp\":{}}}",
                "\"config\":{\"ExposedPorts\":{\"65536\":{}}}",
                "\"config\":{\"ExposedPorts\":{\"80/icmp\":{}}}",
                "\"config\":{\"ExposedPorts\":{\"90-80/tcp\":{}}}",
                "\"config\":{\"ExposedPorts\":[\"80\"]}",
                "\"config\":{\"Labels\":{\"a\":1}}",
                "\"config\":{\"StopSignal\":\"SIG KILL\"}",
                "\"created\":\"yesterday\"",
                "\"created\":7",
                "\"history\":{}",
                "\"history\":[{\"empty_layer\":\"yes\"}]",
                "\"os.version\":\"$(id)\"",
                "\"variant\":7"
            })
    void bad_values_are_refused(String field) {
        refused("{" + field + "," + REST + "}");
    }

    @Test
    void missing_and_wrong_foundations_are_refused() {
        for (String json : List.of(
                "",
                "null",
                "{}",
                "[]",
                "{\"os\":\"linux\"}",
                REST,
                "{" + REST.replace("amd64", "") + "}",
                "{" + REST.replace("\"layers\"", "\"base\"") + "}",
                "{" + REST.replace("ab", "AB") + "}",
                "{" + REST.replace("linux", "lin/ux") + "}",
                "{" + REST + "," + REST + "}",
                "{\"a\":" + "[".repeat(70) + "]".repeat(70) + "," + REST + "}")) {
            refused(json);
        }
    }

    private static ImageConfig parse(String json) {
        return ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String json) {
        assertThatExceptionOfType(RefusedException.class)
                .as(json)
                .isThrownBy(() -> parse(json))
                .matches(e -> e.code() == RefusalCode.IMAGE_INVALID, "is IMAGE_INVALID");
    }
}

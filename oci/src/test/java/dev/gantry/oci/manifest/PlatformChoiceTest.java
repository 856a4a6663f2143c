package dev.gantry.oci.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.refusal.RefusedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformChoiceTest {
    private static Optional<String> chosen(String wanted, String... offered) {
        return PlatformChoice.parse(wanted)
                .among(List.of(offered), text -> text.isEmpty() ? Optional.empty() : Optional.of(platform(text)));
    }

    /** As an index states it, without anything made one. */
    private static ImageConfig.Platform platform(String text) {
        String[] parts = text.split("/");
        String[] os = parts[0].split("[()]");
        return new ImageConfig.Platform(
                os[0],
                parts[1],
                parts.length > 2 ? Optional.of(parts[2]) : Optional.empty(),
                os.length > 1 ? Optional.of(os[1]) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "linux/x86_64, linux/amd64",
        "linux/amd64/v1, linux/amd64",
        "linux/AMD64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/arm, linux/arm/v7",
        "linux/arm/6, linux/arm/v6",
        "linux/armhf, linux/arm/v7",
        "linux/armel, linux/arm/v6",
        "linux/i386, linux/386",
        "windows(10.0.20348)/amd64, windows(10.0.20348)/amd64"
    })
    void one_platform_has_one_name(String text, String name) {
        assertThat(PlatformChoice.parse(text)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "linux", "linux/", "/amd64", "linux/amd64/v1/x", "linux /amd64", "linux()/amd64", "lin\nux/a"
            })
    void what_is_no_platform_is_refused(String text) {
        assertThatThrownBy(() -> PlatformChoice.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("platform");
    }

    @Test
    void an_arm_takes_its_own_variant_then_the_next_older_one_and_never_a_newer_one() {
        String[] all = {"linux/arm/v5", "linux/arm/v7", "linux/arm/v6", "linux/arm64/v8"};
        assertThat(chosen("linux/arm/v7", all)).contains("linux/arm/v7");
        assertThat(chosen("linux/arm/v6", all)).contains("linux/arm/v6");
        assertThat(chosen("linux/arm", all)).contains("linux/arm/v7");
        assertThat(chosen("linux/arm64", all)).contains("linux/arm64/v8");
        assertThat(chosen("linux/arm/v7", "linux/arm/v5", "linux/arm/v6")).contains("linux/arm/v6");
        assertThat(chosen("linux/arm/v6", "linux/arm/v7")).isEmpty();
        assertThat(chosen("linux/arm/v6", "linux/arm")).contains("linux/arm");
    }

    @Test
    void an_arm64_is_the_same_with_and_without_its_variant() {
        assertThat(chosen("linux/arm64", "linux/arm64/v9", "linux/arm64/v8")).contains("linux/arm64/v8");
        assertThat(chosen("linux/arm64/v8", "linux/arm64/v9", "linux/arm64")).contains("linux/arm64");
        assertThat(chosen("linux/arm64", "linux/arm/v7")).isEmpty();
    }

    @Test
    void the_plain_amd64_goes_before_those_for_newer_processors() {
        assertThat(chosen("linux/amd64", "linux/amd64/v3", "linux/amd64")).contains("linux/amd64");
        assertThat(chosen("linux/amd64/v3", "linux/amd64", "linux/amd64/v3")).contains("linux/amd64/v3");
    }

    @Test
    void a_version_of_the_system_means_its_build_and_not_its_patch() {
        String[] all = {"windows(10.0.17763.5000)/amd64", "windows(10.0.20348.2700)/amd64"};
        assertThat(chosen("windows(10.0.20348)/amd64", all)).contains("windows(10.0.20348.2700)/amd64");
        assertThat(chosen("windows(10.0.20348.1)/amd64", all)).contains("windows(10.0.20348.2700)/amd64");
        assertThat(chosen("windows/amd64", all)).contains("windows(10.0.17763.5000)/amd64");
        assertThat(chosen("windows(10.0.26100)/amd64", all)).isEmpty();
    }

    @Test
    void what_names_no_platform_is_taken_when_nothing_else_fits() {
        assertThat(chosen("linux/amd64", "", "linux/amd64")).contains("linux/amd64");
        assertThat(chosen("linux/s390x", "", "linux/amd64")).contains("");
    }
}

package dev.gantry.server.container.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What reaches the kernel is measured as the kernel does it: in bytes of UTF-8. */
class SpecCountsBytes {
    /** MAX_ARG_STRLEN less the NUL. */
    private static final int MOST = 131_071;
    /** Two bytes in UTF-8. */
    private static final String WIDE = "ü";

    @Test
    void an_argument_of_as_many_bytes_as_fit_passes_and_one_more_does_not() {
        assertPasses(command("x" + WIDE.repeat(MOST / 2)));
        assertRefused(
                command(WIDE.repeat(MOST / 2 + 1)), "spec.command[0]", "at most 131071 bytes, and this has 131072");
    }

    @Test
    void a_variable_counts_with_its_name_and_the_sign_between() {
        assertPasses(env("NAME", "x".repeat(MOST - 5)));
        assertRefused(env("NAME", "x".repeat(MOST - 4)), "spec.env.NAME", "at most 131066 bytes");
        assertRefused(env("NAME", WIDE.repeat(MOST / 2)), "spec.env.NAME", "bytes");
    }

    @Test
    void a_path_counts_as_a_whole_and_between_slashes() {
        assertPasses(in("/" + "d".repeat(255)));
        assertRefused(in("/" + WIDE.repeat(128)), "spec.workingDir", "255 bytes between");
        String deep = ("/" + WIDE.repeat(100)).repeat(21);
        assertRefused(in(deep), "spec.workingDir", "at most 4095 bytes");
        assertRefused(in("relative"), "spec.workingDir", "absolute");
    }

    @Test
    void labels_count_bytes_too() {
        assertPasses(label("k".repeat(255), WIDE.repeat(2_048)));
        assertRefused(label(WIDE.repeat(128), ""), "spec.labels", "1 to 255 bytes");
        assertRefused(label("k", WIDE.repeat(2_049)), "spec.labels.k", "at most 4096 bytes");
    }

    private static void assertPasses(NewContainer body) {
        assertThatCode(() -> SpecCheck.check(body)).doesNotThrowAnyException();
    }

    private static void assertRefused(NewContainer body, String field, String says) {
        assertThatThrownBy(() -> SpecCheck.check(body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.fields())
                                .hasEntrySatisfying(
                                        field, why -> assertThat(why).contains(says)));
    }

    private static NewContainer command(String argument) {
        return container(List.of(argument), null, null, null);
    }

    private static NewContainer env(String name, String value) {
        return container(null, Map.of(name, value), null, null);
    }

    private static NewContainer in(String path) {
        return container(null, null, path, null);
    }

    private static NewContainer label(String key, String value) {
        return container(null, null, null, Map.of(key, value));
    }

    private static NewContainer container(
            @Nullable List<@Nullable String> command,
            @Nullable Map<String, @Nullable String> env,
            @Nullable String workingDir,
            @Nullable Map<String, @Nullable String> labels) {
        return new NewContainer(
                "bytes",
                null,
                new NewContainer.Spec(
                        "busybox",
                        null,
                        command,
                        env,
                        workingDir,
                        null,
                        null,
                        labels,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                null);
    }
}

package dev.gantry.engine.image.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.manifest.ImageConfig;
import dev.gantry.oci.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrunePlannerTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void an_image_that_a_container_needs_stays_whatever_the_rules() {
        assertThat(why(PruneRules.UNUSED, image("a", 9, List.of("web", "db"), "app:1")))
                .containsExactly("IN_USE used by containers db, web");
    }

    @Test
    void by_default_all_goes_that_no_container_needs() {
        assertThat(why(PruneRules.UNUSED, image("a", 0, List.of(), "app:1"), image("b", 0, List.of())))
                .containsExactly(
                        "UNUSED no container needs it", "UNNAMED no name leads to it and no container needs it");
    }

    @Test
    void of_unnamed_ones_only_what_has_a_name_stays() {
        PruneRules unnamed = new PruneRules(true, Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
        assertThat(why(unnamed, image("a", 0, List.of(), "app:1"), image("b", 0, List.of())))
                .containsExactly("NAMED called app:1", "UNNAMED no name leads to it and no container needs it");
    }

    @Test
    void age_counts_from_the_coming_to_the_host_and_its_bound_is_old_enough() {
        PruneRules week =
                new PruneRules(false, Optional.of(Duration.ofDays(7)), Optional.empty(), Optional.empty(), Set.of());
        assertThat(reasons(week, image("a", 6, List.of(), "a:1"), image("b", 7, List.of(), "b:1")))
                .containsExactly(Verdict.Reason.TOO_NEW, Verdict.Reason.UNUSED);
    }

    @Test
    void of_each_repository_the_newest_stay_also_those_in_use_count() {
        PruneRules two = new PruneRules(false, Optional.empty(), Optional.of(2), Optional.empty(), Set.of());
        assertThat(why(
                        two,
                        image("a", 9, List.of(), "app:1"),
                        image("b", 5, List.of(), "app:2"),
                        image("c", 1, List.of("web"), "app:3"),
                        image("d", 9, List.of(), "db:1")))
                .containsExactly(
                        "UNUSED no container needs it",
                        "AMONG_NEWEST one of the newest 2 of docker.io/library/app",
                        "IN_USE used by container web",
                        "AMONG_NEWEST one of the newest 2 of docker.io/library/db");
    }

    @Test
    void a_pattern_takes_an_image_only_when_all_its_names_match() {
        PruneRules team = new PruneRules(false, Optional.empty(), Optional.empty(), Optional.of("team/*"), Set.of());
        assertThat(why(
                        team,
                        image("a", 0, List.of(), "team/app:1"),
                        image("b", 0, List.of(), "team/app:2", "shop/app:2"),
                        image("c", 0, List.of())))
                .containsExactly(
                        "UNUSED no container needs it",
                        "NO_MATCH its name shop/app:2 does not match",
                        "NO_MATCH it has no name that could match");
    }

    @Test
    void what_somebody_spares_stays() {
        Prunable kept = image("a", 0, List.of(), "app:1");
        PruneRules rules = new PruneRules(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(kept.image().digest()));
        assertThat(reasons(rules, kept)).containsExactly(Verdict.Reason.SPARED);
    }

    @ParameterizedTest
    @CsvSource({
        "team/*,team/app:1,true",
        "team/*,other/team/app:1,false",
        "*,x,true",
        "**:1.*,docker.io/library/nginx:1.27,true",
        "nginx:1.2?,nginx:1.27,true",
        "nginx:1.2?,nginx:1.2,false",
        "a*b*c,abbbbc,true",
        "a*b*c,abbbbd,false",
        "a.c,abc,false",
    })
    void a_pattern_knows_star_and_question_mark(String pattern, String text, boolean matches) {
        assertThat(PruneRules.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void a_pattern_of_many_stars_takes_no_long() {
        assertThat(PruneRules.matches("*a".repeat(100), "b".repeat(500))).isFalse();
    }

    @Test
    void rules_that_mean_nothing_are_refused() {
        assertThatThrownBy(() -> new PruneRules(false, Optional.empty(), Optional.of(-1), Optional.empty(), Set.of()))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> new PruneRules(
                        false, Optional.of(Duration.ofDays(-1)), Optional.empty(), Optional.empty(), Set.of()))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> new PruneRules(false, Optional.empty(), Optional.empty(), Optional.of(" "), Set.of()))
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void once_what_goes_is_gone_all_that_is_left_stays_in_whatever_order_it_goes(long seed) {
        Random random = new Random(seed);
        PruneRules rules = new PruneRules(
                random.nextInt(4) == 0,
                Optional.of(Duration.ofDays(random.nextInt(8))).filter(age -> random.nextBoolean()),
                Optional.of(random.nextInt(4)).filter(count -> random.nextBoolean()),
                Optional.of(random.nextBoolean() ? "r?:*" : "r1:*").filter(pattern -> random.nextBoolean()),
                Set.of());
        List<Prunable> left = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<String> users = random.nextInt(4) == 0 ? List.of("web") : List.of();
            String[] names = Stream.of("r1:" + i, "r2:" + i, "r3:" + i)
                    .filter(name -> random.nextInt(3) == 0)
                    .toArray(String[]::new);
            left.add(image("image" + i, random.nextInt(10), users, names));
        }
        List<Prunable> going = going(rules, left);
        while (!going.isEmpty()) {
            Prunable one = going.get(random.nextInt(going.size()));
            assertThat(one.usedBy()).isEmpty();
            left.remove(one);
            List<Prunable> expected = new ArrayList<>(going);
            expected.remove(one);
            going = going(rules, left);
            assertThat(going).containsExactlyElementsOf(expected);
        }
    }

    private static List<Prunable> going(PruneRules rules, List<Prunable> images) {
        return PrunePlanner.verdicts(rules, images, NOW).stream()
                .filter(Verdict::goes)
                .map(Verdict::of)
                .toList();
    }

    private static List<String> why(PruneRules rules, Prunable... images) {
        return PrunePlanner.verdicts(rules, List.of(images), NOW).stream()
                .map(verdict -> verdict.reason() + " " + verdict.why())
                .toList();
    }

    private static List<Verdict.Reason> reasons(PruneRules rules, Prunable... images) {
        return PrunePlanner.verdicts(rules, List.of(images), NOW).stream()
                .map(Verdict::reason)
                .toList();
    }

    private static Prunable image(String seed, int days, List<String> users, String... names) {
        Digest digest = Digest.of(seed.getBytes(StandardCharsets.UTF_8));
        ImageConfig config = new ImageConfig(
                new ImageConfig.Platform("linux", "amd64", Optional.empty(), Optional.empty()),
                Optional.empty(),
                ImageConfig.Process.NONE,
                List.of(),
                List.of());
        Image image =
                new Image(digest, digest, Stream.of(names).map(Reference::parse).toList(), config, List.of());
        return new Prunable(image, users, NOW.minus(Duration.ofDays(days)));
    }
}

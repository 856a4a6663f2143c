package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.engine.image.prune.PrunePlan;
import dev.gantry.engine.image.prune.PruneResult;
import dev.gantry.engine.image.prune.PruneRules;
import dev.gantry.engine.image.prune.PruneSeen;
import dev.gantry.engine.image.store.Image;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.TarFixture;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PruneTest extends ImageTestBed {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void exactly_the_bytes_of_the_preview_come_back() throws Exception {
        imported(app("keep:1").ociArchive());
        Image first = imported(app("go:1").layer(more("a")).ociArchive());
        Image second = imported(
                app("go:2").layer(more("a")).layer(more("b")).command("/second").ociArchive());
        images.use(images.find("keep:1").orElseThrow().digest(), "1".repeat(32), "web");
        PrunePlan plan = preview(PruneRules.UNUSED);
        long before = du();

        PruneResult result = run(PruneRules.UNUSED, seen(plan));

        assertThat(result.removed()).extracting(PruneSeen::digest).containsOnly(first.digest(), second.digest());
        assertThat(result.skipped()).isEmpty();
        assertThat(result.freedBytes()).isEqualTo(plan.freedBytes()).isEqualTo(before - du());
        assertThat(plan.freedBytes()).isGreaterThan(2 * 300_000);
        assertThat(images.list()).hasSize(1);
        assertThat(seen(preview(PruneRules.UNUSED))).isEmpty();
    }

    @Test
    void a_layer_that_two_share_who_go_counts_once_and_one_that_stays_elsewhere_not_at_all() {
        imported(app("go:1").layer(more("a")).ociArchive());
        imported(app("go:2").layer(more("a")).command("/second").ociArchive());
        PrunePlan both = preview(PruneRules.UNUSED);
        PrunePlan one = preview(new PruneRules(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(images.find("go:2").orElseThrow().digest())));
        assertThat(one.freedBytes()).isLessThan(50_000);
        long sizes =
                both.entries().stream().mapToLong(PrunePlan.Entry::sizeBytes).sum();
        assertThat(both.freedBytes()).isGreaterThan(300_000).isLessThan(sizes * 2 / 3);
    }

    @Test
    void what_changed_since_the_preview_stays_and_is_told_of() {
        Image used = imported(app("used:1").ociArchive());
        Image named = imported(app("named:1").command("/2").ociArchive());
        Image gone = imported(app("gone:1").command("/3").ociArchive());
        Image goes = imported(app("goes:1").command("/4").ociArchive());
        List<PruneSeen> seen = seen(preview(PruneRules.UNUSED));
        Image late = imported(app("late:1").command("/5").ociArchive());
        images.use(used.digest(), "1".repeat(32), "web");
        images.tag("named:1", Reference.parse("named:2"));
        images.remove("gone:1", false);

        PruneResult result = run(PruneRules.UNUSED, seen);

        assertThat(result.removed()).extracting(PruneSeen::digest).containsExactly(goes.digest());
        assertThat(result.skipped())
                .extracting(skipped -> skipped.seen().digest() + " " + skipped.why())
                .containsExactlyInAnyOrder(
                        used.digest() + " used by container web",
                        named.digest() + " its names changed since you looked",
                        gone.digest() + " it is not here any more");
        assertThat(images.find(late.digest().toString())).isPresent();
    }

    @Test
    void who_needs_an_image_elsewhere_keeps_it_too() {
        Image image = imported(app("a:1").ociArchive());
        List<PruneSeen> seen = seen(preview(PruneRules.UNUSED));
        PruneResult result = images.prune(
                PruneRules.UNUSED, seen, Map.of(image.digest(), List.of("planned")), NOW, ImportProgress.NONE);
        assertThat(result.skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.why()).isEqualTo("used by container planned"));
        assertThat(result.freedBytes()).isZero();
    }

    @Test
    void age_is_the_time_since_the_image_came_here() throws Exception {
        Image old = imported(app("old:1").ociArchive());
        imported(app("new:1").command("/2").ociArchive());
        Files.setLastModifiedTime(root.image(old.digest()), FileTime.from(NOW.minus(Duration.ofDays(9))));
        for (Image image : images.list()) {
            if (!image.equals(old)) {
                Files.setLastModifiedTime(root.image(image.digest()), FileTime.from(NOW));
            }
        }
        PruneRules week =
                new PruneRules(false, Optional.of(Duration.ofDays(7)), Optional.empty(), Optional.empty(), Set.of());
        assertThat(seen(preview(week))).extracting(PruneSeen::digest).containsExactly(old.digest());
    }

    @Test
    void a_prune_that_is_cancelled_ends_between_two_images_tells_what_went_and_leaves_no_rubbish() {
        imported(app("a:1").layer(more("a")).ociArchive());
        imported(app("b:1").layer(more("b")).ociArchive());
        List<PruneSeen> seen = seen(preview(PruneRules.UNUSED));
        PruneResult result = images.prune(PruneRules.UNUSED, seen, Map.of(), NOW, (step, done, all) -> {
            if (done == 1) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.removed()).containsExactly(seen.get(0));
        assertThat(result.skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.why()).isEqualTo("the prune was cancelled"));
        assertThat(result.freedBytes()).isPositive();
        assertThat(images.list()).hasSize(1);
        assertThat(root.layers().toFile().list()).hasSize(3);
        assertThat(root.ingest()).isEmptyDirectory();
    }

    @Test
    void what_an_unreadable_image_may_need_is_never_taken() throws Exception {
        imported(app("a:1").ociArchive());
        Image bad = imported(app("b:1").command("/b").ociArchive());
        Files.writeString(root.image(bad.digest()), "{");
        restart();
        assertThat(catchThrowableOfType(RefusedException.class, () -> preview(PruneRules.UNUSED))
                        .code())
                .isEqualTo(RefusalCode.IMAGE_INVALID);
        images.remove("a:1", false);
        assertThat(root.layers().toFile().list()).hasSize(2);
    }

    private static TarFixture more(String seed) {
        return new TarFixture().file("opt/" + seed, seed.repeat(300_000));
    }

    private PrunePlan preview(PruneRules rules) {
        return images.previewPrune(rules, Map.of(), NOW);
    }

    private PruneResult run(PruneRules rules, List<PruneSeen> seen) {
        return images.prune(rules, seen, Map.of(), NOW, ImportProgress.NONE);
    }

    private static List<PruneSeen> seen(PrunePlan plan) {
        return plan.entries().stream()
                .filter(entry -> entry.verdict().goes())
                .map(entry -> entry.verdict().of().image())
                .map(image -> new PruneSeen(image.digest(), image.names()))
                .toList();
    }

    private long du() throws Exception {
        return Du.bytes(root.path());
    }
}

package dev.gantry.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.agent.testing.Wish;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WishesTest {
    private final Wishes five = Wishes.NONE.with(Wish.all(5, Wish.on(1, 1, 1))).orElseThrow();

    @Test
    void a_full_set_replaces_all() {
        Wishes next = five.with(Wish.all(6, Wish.on(2, 1, 1))).orElseThrow();
        assertThat(next.containers()).containsOnlyKeys(Wish.id(2));
        assertThat(next.revision()).isEqualTo(6);
    }

    @Test
    void a_change_adds_replaces_and_removes() {
        Wishes next = five.with(Wish.change(5, 6, Wish.on(2, 1, 1))).orElseThrow();
        assertThat(next.containers()).containsOnlyKeys(Wish.id(1), Wish.id(2));
        assertThat(next.with(Wish.removal(6, 7, 1)).orElseThrow().containers()).containsOnlyKeys(Wish.id(2));
    }

    @Test
    void stale_revisions_are_ignored() {
        assertThat(five.with(Wish.all(4))).isEmpty();
        assertThat(five.with(Wish.change(4, 5))).isEmpty();
        assertThat(five.with(Wish.change(5, 5))).isEmpty();
        assertThat(five.misses(Wish.change(3, 4))).isFalse();
    }

    @Test
    void an_equal_full_set_is_taken() {
        assertThat(five.with(Wish.all(5)).orElseThrow().containers()).isEmpty();
    }

    @Test
    void a_stray_is_adopted_by_its_first_wish_and_stays_so_when_the_wish_goes() {
        Wishes next = five.with(Wish.change(5, 6, Wish.on(2, 1, 1))).orElseThrow();
        Wishes adopting = next.adopting(Set.of(Wish.id(2), Wish.id(3)));
        assertThat(adopting.adopted()).containsExactly(Wish.id(2));
        Wishes removed = adopting.with(Wish.removal(6, 7, 2)).orElseThrow();
        assertThat(removed.adopting(Set.of(Wish.id(2))).adopted()).containsExactly(Wish.id(2));
        assertThat(adopting.with(Wish.all(8)).orElseThrow().adopted()).containsExactly(Wish.id(2));
    }

    @Test
    void a_change_of_another_base_misses_it() {
        assertThat(five.with(Wish.change(7, 8))).isEmpty();
        assertThat(five.misses(Wish.change(7, 8))).isTrue();
    }
}

package dev.gantry.server.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Request WEB = new Request("app:1", "web");

    @Test
    void the_host_with_the_fewest_containers_takes_it_and_of_equals_the_first_by_name() {
        Candidate busy = host("a", true, "linux/amd64", 5);
        Candidate second = host("c", true, "linux/amd64", 1);
        Candidate first = host("b", true, "linux/amd64", 1);

        assertThat(Scheduler.decide(WEB, List.of(busy, second, first))).isEqualTo(new Decision.Placed(first.hostId()));
    }

    @Test
    void a_refusal_counts_each_host_once_under_its_first_reason() {
        assertThat(Scheduler.decide(
                        WEB, List.of(host("a", true, null, 0), host("b", true, null, 0), host("c", false, null, 0))))
                .isEqualTo(new Decision.Refused(
                        "3 hosts: 1 is unreachable, 2 lack the image",
                        "Bring a host back that is unreachable. Import the image on a connected host.",
                        false));
        assertThat(Scheduler.decide(WEB, List.of(host("a", true, "linux/arm64", 0))))
                .isEqualTo(new Decision.Refused(
                        "1 host: 1 has it for another platform",
                        "Import the image for the platform of a connected host.",
                        false));
        assertThat(Scheduler.decide(WEB, List.of()))
                .isEqualTo(new Decision.Refused("no host has joined yet", "Add a host.", false));
    }

    @Test
    void a_host_that_has_the_name_is_passed_over() {
        Candidate taken = new Candidate(
                UUID.randomUUID(), "a", true, true, "linux/amd64", Optional.of("linux/amd64"), Set.of("web"), 0);
        Candidate free = host("b", true, "linux/amd64", 9);

        assertThat(Scheduler.decide(WEB, List.of(taken, free))).isEqualTo(new Decision.Placed(free.hostId()));
        assertThat(Scheduler.decide(WEB, List.of(taken)))
                .isEqualTo(new Decision.Refused(
                        "1 host: 1 has a container of this name",
                        "Choose another name, or remove the container that has it.",
                        true));
        assertThat(Scheduler.decide(WEB, List.of(taken, host("c", false, null, 0))))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.nameTaken()).isTrue());
    }

    private static Candidate host(String name, boolean reachable, @Nullable String image, long containers) {
        return new Candidate(
                UUID.randomUUID(),
                name,
                reachable,
                true,
                "linux/amd64",
                Optional.ofNullable(image),
                Set.of(),
                containers);
    }
}

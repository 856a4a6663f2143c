package dev.gantry.agent.testing;

import dev.gantry.protocol.ServerMessage.Assignments;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import dev.gantry.protocol.wish.StopSpec;
import java.util.List;
import java.util.Map;

/** Wishes in few words. */
public final class Wish {
    private Wish() {}

    /** A container's id: 32 hex digits that end with the given number. */
    public static String id(int number) {
        return String.format("%032x", number);
    }

    public static ContainerWish on(int number, long generation, long run) {
        return wish(number, generation, Power.ON, run);
    }

    public static ContainerWish off(int number, long generation, long run) {
        return wish(number, generation, Power.OFF, run);
    }

    public static ContainerWish wish(int number, long generation, Power power, long run) {
        ContainerSpec spec = new ContainerSpec(
                "busybox",
                null,
                List.of("sleep", "9"),
                Map.of("A", "b"),
                null,
                null,
                null,
                Map.of(),
                ContainerSpec.NetworkMode.BRIDGE,
                List.of(),
                new ContainerSpec.Limits(null, null, null),
                false,
                false,
                null,
                null);
        return new ContainerWish(id(number), "c" + number, generation, power, run, spec, new StopSpec("SIGTERM", 1));
    }

    public static Assignments all(long revision, ContainerWish... wishes) {
        return new Assignments(revision, null, List.of(wishes), List.of());
    }

    public static Assignments change(long base, long revision, ContainerWish... wishes) {
        return new Assignments(revision, base, List.of(wishes), List.of());
    }

    public static Assignments removal(long base, long revision, int number) {
        return new Assignments(revision, base, List.of(), List.of(id(number)));
    }
}

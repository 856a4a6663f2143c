package dev.gantry.oci.stack;

import dev.gantry.oci.index.LayerIndex;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One path of two stacks. */
final class Pair {
    private final Sight early;
    private final @Nullable Node before;
    private final Sight late;
    private final @Nullable Node after;
    private final Optional<Sight.Look> lookBefore;
    private final Optional<Sight.Look> lookAfter;

    Pair(Sight early, @Nullable Node before, Sight late, @Nullable Node after) {
        this.early = early;
        this.before = before;
        this.late = late;
        this.after = after;
        this.lookBefore = early.look(before);
        this.lookAfter = late.look(after);
    }

    Pair of(@Nullable Node childBefore, @Nullable Node childAfter) {
        return new Pair(early, childBefore, late, childAfter);
    }

    @Nullable
    Node before() {
        return before;
    }

    @Nullable
    Node after() {
        return after;
    }

    byte[] path() {
        return before != null ? before.path() : Objects.requireNonNull(after).path();
    }

    boolean isSeen() {
        return lookBefore.isPresent() || lookAfter.isPresent();
    }

    Optional<Sight.Look> sideBefore() {
        return lookBefore;
    }

    Optional<Sight.Look> sideAfter() {
        return lookAfter;
    }

    boolean isDirectoryBefore() {
        return lookBefore.filter(look -> look.entry().isDirectory()).isPresent();
    }

    boolean isDirectoryAfter() {
        return lookAfter.filter(look -> look.entry().isDirectory()).isPresent();
    }

    boolean isDirectory() {
        return isDirectoryBefore() || isDirectoryAfter();
    }

    boolean isFileBefore() {
        return lookBefore.isPresent() && !isDirectoryBefore();
    }

    boolean isFileAfter() {
        return lookAfter.isPresent() && !isDirectoryAfter();
    }

    Mark mark() {
        if (lookBefore.isEmpty()) {
            return Mark.ADDED;
        }
        if (lookAfter.isEmpty()) {
            return Mark.REMOVED;
        }
        return lookBefore.get().isLike(lookAfter.get()) ? Mark.UNCHANGED : Mark.MODIFIED;
    }

    /** Whether both have it, and all below it, from the very same records: then nothing can differ. */
    boolean isSame() {
        if (before == null || after == null || before.sights() != after.sights()) {
            return false;
        }
        for (int i = 0; i < before.sights(); i++) {
            LayerIndex one = before.index(before.layerOf(i));
            if (before.ordinalOf(i) != after.ordinalOf(i)
                    || before.ordinalOf(i) != Node.CUT && one != after.index(after.layerOf(i))) {
                return false;
            }
        }
        return true;
    }
}

package dev.gantry.oci.stack;

import dev.gantry.oci.index.EntryKind;
import dev.gantry.oci.index.Paths;
import dev.gantry.oci.tar.ByteName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one stack shows and another does not. Directories that both have from the very same layers, which are the same
 * {@link dev.gantry.oci.index.LayerIndex} objects, are never walked: so two images of one base cost what differs above
 * it. Safe for several threads.
 */
public final class Comparison {
    private final Sight before;
    private final Sight after;

    /** An empty stack, which an image without layers is, is null. */
    public Comparison(@Nullable Stack before, @Nullable Stack after) {
        this.before = new Sight(before);
        this.after = new Sight(after);
    }

    /** All below a path of both: what differs, and what {@code after} shows. */
    public Totals totals() {
        return totals(root());
    }

    /** @param more whether others follow the last one */
    public record Page(List<Difference> items, boolean more) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** One path of both; empty when neither shows it. */
    public Optional<Difference> find(ByteName path) {
        return Optional.of(pair(path)).filter(Pair::isSeen).map(this::difference);
    }

    /**
     * What lies in a directory of either, in the order of names. A directory that looks the same is told of when
     * something below it does not and such marks are wanted.
     *
     * @param after the path of the page's last item before; empty for the first page
     * @return empty when neither has such a directory
     */
    public Optional<Page> directory(ByteName path, ByteName after, Filter filter, int limit) {
        return page(path, after, filter, limit, false);
    }

    /** All below a directory of either, in the order of an index, and nothing but what is wanted. */
    public Optional<Page> below(ByteName path, ByteName after, Filter filter, int limit) {
        return page(path, after, filter, limit, true);
    }

    private Optional<Page> page(ByteName path, ByteName after, Filter filter, int limit, boolean deep) {
        Pair directory = pair(path);
        if (!directory.isDirectory()) {
            return Optional.empty();
        }
        Walk walk = new Walk(filter, limit, deep, after.isEmpty() ? null : after.bytes());
        walk.into(directory);
        boolean more = walk.found.size() > limit;
        return Optional.of(new Page(more ? walk.found.subList(0, limit) : walk.found, more));
    }

    private Pair root() {
        return new Pair(before, before.root(), after, after.root());
    }

    private Pair pair(ByteName path) {
        return new Pair(before, before.node(path), after, after.node(path));
    }

    private Totals totals(Pair pair) {
        if (pair.isSame()) {
            return after.shown(pair.after(), Mark.UNCHANGED);
        }
        if (!pair.isDirectoryBefore()) {
            return pair.isDirectoryAfter() ? after.shown(pair.after(), Mark.ADDED) : Totals.NONE;
        }
        if (!pair.isDirectoryAfter()) {
            return before.shown(pair.before(), Mark.REMOVED);
        }
        Totals sum = Totals.NONE;
        PairedChildren children = new PairedChildren(pair);
        Pair child;
        while ((child = children.next()) != null) {
            sum = sum.plus(leaf(child)).plus(totals(child));
        }
        return sum;
    }

    /** The path itself as far as it is or was no directory. */
    private static Totals leaf(Pair pair) {
        if (pair.isFileAfter()) {
            Mark mark = pair.mark();
            // What was a directory is told of below it; here a file came.
            return Totals.of(
                    mark == Mark.MODIFIED && pair.isDirectoryBefore() ? Mark.ADDED : mark,
                    1,
                    pair.sideAfter().orElseThrow().bytes());
        }
        return pair.isFileBefore()
                ? Totals.of(Mark.REMOVED, 1, pair.sideBefore().orElseThrow().bytes())
                : Totals.NONE;
    }

    private Difference difference(Pair pair) {
        Totals totals = pair.isDirectory() ? totals(pair).plus(leaf(pair)) : leaf(pair);
        return new Difference(
                ByteName.of(pair.path()), pair.mark(), side(pair, true, totals), side(pair, false, totals), totals);
    }

    private Optional<Difference.Side> side(Pair pair, boolean early, Totals totals) {
        return (early ? pair.sideBefore() : pair.sideAfter()).map(side -> {
            long size = side.size();
            if (side.entry().isDirectory()) {
                Totals shown = pair.isSame() || !early ? totals : before.shown(pair.before(), Mark.UNCHANGED);
                size = shown.bytes();
            }
            return new Difference.Side(side.entry(), side.layer(), size);
        });
    }

    /** Goes through the pairs in order and keeps those that are wanted. */
    private final class Walk {
        private final Filter filter;
        private final Optional<Pattern> pattern;
        private final int limit;
        private final boolean deep;
        private final byte @Nullable [] from;
        private final List<Difference> found = new ArrayList<>();

        Walk(Filter filter, int limit, boolean deep, byte @Nullable [] from) {
            this.filter = filter;
            this.pattern = filter.pattern();
            this.limit = limit;
            this.deep = deep;
            this.from = from;
        }

        void into(Pair directory) {
            PairedChildren children = new PairedChildren(directory);
            if (from != null && !deep) {
                children.seek(from);
            }
            Pair child;
            while (found.size() <= limit && (child = children.next()) != null) {
                int compared = from == null ? 1 : Paths.compare(child.path(), from);
                if (compared > 0) {
                    take(child);
                } else if (from != null && compared < 0 && !Paths.isBelow(from, child.path())) {
                    continue;
                }
                if (deep && child.isDirectory() && (filter.wants(Mark.UNCHANGED) || !child.isSame())) {
                    into(child);
                }
            }
        }

        private void take(Pair pair) {
            if (pattern.isPresent() && !Filter.matches(pattern.get(), pair.path())) {
                return;
            }
            Mark mark = pair.mark();
            boolean leads = !filter.wants(mark) && leadsToWanted(pair, mark);
            if (filter.wants(mark) || leads) {
                Difference difference = difference(pair);
                if (leads || wants(difference)) {
                    found.add(difference);
                }
            }
        }

        private boolean leadsToWanted(Pair pair, Mark mark) {
            return mark == Mark.UNCHANGED
                    && !deep
                    && pattern.isEmpty()
                    && pair.isDirectory()
                    && !pair.isSame()
                    && !totals(pair).changesNothing();
        }

        private boolean wants(Difference difference) {
            return (filter.kinds().isEmpty() || kinds(difference).stream().anyMatch(filter.kinds()::contains))
                    && difference.size() >= filter.minBytes();
        }

        private static List<EntryKind> kinds(Difference difference) {
            return List.of(
                    difference
                            .after()
                            .or(difference::before)
                            .orElseThrow()
                            .entry()
                            .kind(),
                    difference
                            .before()
                            .or(difference::after)
                            .orElseThrow()
                            .entry()
                            .kind());
        }
    }
}

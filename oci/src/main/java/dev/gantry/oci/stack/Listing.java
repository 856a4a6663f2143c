package dev.gantry.oci.stack;

import dev.gantry.oci.index.Paths;
import dev.gantry.oci.tar.ByteName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pages of a stack's paths: one directory, or all below it that a filter wants. */
public final class Listing {
    private final Stack stack;
    private final Filter filter;
    private final Optional<Pattern> pattern;
    private final int limit;

    /** @param limit at most so many items a page */
    public Listing(Stack stack, Filter filter, int limit) {
        this.stack = stack;
        this.filter = filter;
        this.pattern = filter.pattern();
        this.limit = limit;
    }

    /** @param more whether others follow the last one */
    public record Page(List<Item> items, boolean more) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /**
     * What lies in a directory, in the order of names.
     *
     * @param after the path of the page's last item before; empty for the first page
     * @return empty when no layer has such a directory
     */
    public Optional<Page> directory(ByteName path, ByteName after) {
        return directoryAt(path).map(node -> {
            Children children = node.children();
            if (!after.isEmpty()) {
                children.seek(after.bytes());
            }
            List<Item> found = new ArrayList<>();
            Node child;
            while (found.size() <= limit && (child = children.next()) != null) {
                take(child, found);
            }
            return page(found);
        });
    }

    /** As {@link #directory}, and all below its directories, in the order of an index. */
    public Optional<Page> below(ByteName path, ByteName after) {
        return directoryAt(path).map(node -> {
            List<Item> found = new ArrayList<>();
            walk(node, after.isEmpty() ? null : after.bytes(), found);
            return page(found);
        });
    }

    private Optional<Node> directoryAt(ByteName path) {
        return stack.node(path).filter(Stack::hasDirectory);
    }

    private Page page(List<Item> found) {
        boolean more = found.size() > limit;
        return new Page(more ? found.subList(0, limit) : found, more);
    }

    private void walk(Node directory, byte @Nullable [] after, List<Item> found) {
        Children children = directory.children();
        Node child;
        while (found.size() <= limit && (child = children.next()) != null) {
            byte[] path = child.path();
            int compared = after == null ? 1 : Paths.compare(path, after);
            if (compared > 0) {
                take(child, found);
            } else if (after != null && compared < 0 && !Paths.isBelow(after, path)) {
                continue;
            }
            if (Stack.hasDirectory(child) && (filter.wantsUntouched() || isTouched(child))) {
                walk(child, after, found);
            }
        }
    }

    private boolean isTouched(Node node) {
        int only = node.onlyDirectory();
        return only < 0 || node.sights() > 1 || node.layerOf(only) == stack.top();
    }

    private void take(Node node, List<Item> found) {
        if (pattern.isPresent() && !Filter.matches(pattern.get(), node.path())) {
            return;
        }
        Mark mark = stack.mark(node);
        boolean changesBelow = false;
        if (!filter.wants(mark)) {
            changesBelow = leadsToWanted(node, mark);
            if (!changesBelow) {
                return;
            }
        }
        Item item = stack.item(node);
        if (changesBelow || filter.wants(item)) {
            found.add(item);
        }
    }

    /** In a tree a directory is the way to what changed in it. */
    private boolean leadsToWanted(Node node, Mark mark) {
        return mark == Mark.UNCHANGED
                && pattern.isEmpty()
                && Stack.hasDirectory(node)
                && isTouched(node)
                && !stack.totals(node).changesNothing();
    }
}

package dev.gantry.server.platform.request;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, null on the last
 * @param total how many there are over all pages, filters applied
 */
public record Page<T>(List<T> items, @Nullable String next, long total) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page from one row more than the limit: the surplus row only says that there is a next page.
     *
     * @param key of an item, as the next page's cursor holds it
     */
    public static <T> Page<T> of(List<T> oneMore, PageQuery query, long total, Function<T, String> key) {
        if (oneMore.size() <= query.limit()) {
            return new Page<>(oneMore, null, total);
        }
        List<T> items = oneMore.subList(0, query.limit());
        return new Page<>(items, query.cursor(key.apply(items.get(items.size() - 1))), total);
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next, total);
    }
}

package dev.gantry.server.platform.problem;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The id of the request that this thread serves: in the answer's header, in each log line, in audit entries. */
public final class RequestIds {
    public static final String HEADER = "X-Request-Id";
    private static final String KEY = "requestId";

    private RequestIds() {}

    /** Null where no request is served. */
    public static @Nullable String current() {
        return MDC.get(KEY);
    }

    /**
     * The same result, but what depends on it runs under the id of the request that this thread serves now: an answer
     * comes in on a thread that serves none.
     */
    public static <T> CompletableFuture<T> carry(CompletableFuture<T> answer) {
        String id = current();
        CompletableFuture<T> carried = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> as(id, () -> {
            if (failure == null) {
                carried.complete(value);
            } else {
                carried.completeExceptionally(failure);
            }
        }));
        return carried;
    }

    private static void as(@Nullable String id, Runnable work) {
        String before = current();
        restore(id);
        try {
            work.run();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable String id) {
        if (id == null) {
            clear();
        } else {
            set(id);
        }
    }

    static void set(String id) {
        MDC.put(KEY, id);
    }

    static void clear() {
        MDC.remove(KEY);
    }
}

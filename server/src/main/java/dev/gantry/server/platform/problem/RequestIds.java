package dev.gantry.server.platform.problem;

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

    static void set(String id) {
        MDC.put(KEY, id);
    }

    static void clear() {
        MDC.remove(KEY);
    }
}

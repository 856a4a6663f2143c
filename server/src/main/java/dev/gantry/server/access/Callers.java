package dev.gantry.server.access;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** Where to learn who acts, and how work of the server's own or of a host says that it acts. */
public final class Callers {
    private Callers() {}

    /** Who the running request or work acts for. Errors when nobody was named: work without an actor is a defect. */
    public static Caller current() {
        Caller caller = currentOrNull();
        if (caller == null) {
            throw new IllegalStateException(
                    "Nobody acts here: wrap background work in Callers.as(Callers.system(), …)");
        }
        return caller;
    }

    static @Nullable Caller currentOrNull() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                ? known.caller()
                : null;
    }

    public static Caller system() {
        return new Caller(ActorType.SYSTEM, null, "gantry", null, null, 0, "", false);
    }

    public static Caller host(UUID id, String name, String address) {
        return new Caller(ActorType.HOST, id, name, null, null, 0, address, false);
    }

    /** The running request is the caller's, from now on; for filters that have learnt who asks. */
    public static void enter(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
    }

    /** Does the work in the name of the caller, on this thread. */
    public static <T> T as(Caller caller, Supplier<T> work) {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext during = SecurityContextHolder.createEmptyContext();
        during.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(during);
        try {
            return work.get();
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    /** Does the work in the name of the caller, on this thread. */
    public static void as(Caller caller, Runnable work) {
        as(caller, () -> {
            work.run();
            return caller;
        });
    }
}

package dev.gantry.server.platform.request;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** What a route says about repeating its answer to a request with the same Idempotency-Key. */
public final class Idempotency {
    /** The request attribute that says so. */
    public static final String SECRET = Idempotency.class.getName() + ".secret";

    private Idempotency() {}

    /** The answer holds a secret: it is not kept, and a repeat is refused instead. */
    public static void answerIsSecret() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes != null) {
            attributes.setAttribute(SECRET, true, RequestAttributes.SCOPE_REQUEST);
        }
    }
}

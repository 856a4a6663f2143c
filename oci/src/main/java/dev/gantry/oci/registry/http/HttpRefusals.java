package dev.gantry.oci.registry.http;

import dev.gantry.oci.refusal.Refusal;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/** How talking to a registry is refused. */
public final class HttpRefusals {
    private HttpRefusals() {}

    public static RefusedException untrusted(String tried, String why) {
        return untrusted(tried, why, null);
    }

    static RefusedException untrusted(String tried, String why, @Nullable Throwable cause) {
        return new RefusedException(
                new Refusal(
                        RefusalCode.REGISTRY_UNTRUSTED,
                        tried,
                        why,
                        "ask the registry's operator; an administrator can trust more on the registry's page"),
                cause);
    }

    public static RefusedException invalid(String tried, String why) {
        return new RefusedException(
                RefusalCode.REGISTRY_INVALID, tried, why, "ask the registry's operator, or use another registry");
    }

    public static RefusedException unreachable(String tried, String why) {
        return new RefusedException(
                RefusalCode.REGISTRY_UNREACHABLE,
                tried,
                why,
                "check the registry's name, that the host reaches it, and try again later");
    }

    /** The thread keeps its mark. */
    public static RefusedException cancelled(String tried) {
        Thread.currentThread().interrupt();
        return new RefusedException(
                RefusalCode.CANCELLED, tried, "it was cancelled", "start it again if it is still wanted");
    }

    /** For messages: short and without control characters. */
    public static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }
}

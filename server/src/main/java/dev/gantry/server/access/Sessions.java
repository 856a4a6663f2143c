package dev.gantry.server.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a session holds: the user's id and epoch as plain text, nothing that would have to be deserialised as code. */
public final class Sessions {
    private static final String USER = "gantry.user";
    private static final String EPOCH = "gantry.epoch";

    private Sessions() {}

    /** Ends whatever session there was and begins a new one with a new id, so that none can be planted beforehand. */
    public static HttpSession begin(HttpServletRequest request, UUID userId, int epoch) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(USER, userId.toString());
        session.setAttribute(EPOCH, Integer.toString(epoch));
        return session;
    }

    public static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Goes on with the user's new epoch: the session that changed a password survives it, all others end. */
    public static void renew(HttpServletRequest request, int epoch) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.setAttribute(EPOCH, Integer.toString(epoch));
        }
    }

    static @Nullable Login read(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(USER) instanceof String user
                && session.getAttribute(EPOCH) instanceof String epoch) {
            return new Login(UUID.fromString(user), Integer.parseInt(epoch));
        }
        return null;
    }

    record Login(UUID userId, int epoch) {}
}

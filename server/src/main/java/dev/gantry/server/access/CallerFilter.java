package dev.gantry.server.access;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Learns who asks, anew for each request, so that a disabled user, a changed role or a revoked token counts at once.
 * A request with an Authorization header is judged by that alone; no cookie is looked at.
 */
final class CallerFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final Identities identities;
    private final Problems problems;

    CallerFilter(Identities identities, Problems problems) {
        this.identities = identities;
        this.problems = problems;
    }

    static boolean byHeader(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Caller caller = byHeader(request) ? byToken(request) : bySession(request);
            if (caller != null) {
                requireOwnPassword(caller, request);
                Callers.enter(caller);
            }
        } catch (ProblemException | DataAccessException | TransactionException e) {
            problems.write(e, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** A password that somebody else chose opens nothing but its own change, and what is open to anyone. */
    private static void requireOwnPassword(Caller caller, HttpServletRequest request) {
        String path = request.getRequestURI();
        String method = request.getMethod();
        boolean read = method.equals("GET") || method.equals("HEAD");
        boolean self = path.equals("/api/v1/users/" + caller.id()) && (read || method.equals("PATCH"));
        if (!caller.passwordChangeRequired()
                || self
                || path.equals("/api/v1/session")
                || read && AccessChain.OPEN.contains(path)) {
            return;
        }
        throw new ProblemException(
                ErrorCode.PASSWORD_CHANGE_REQUIRED,
                "Answer " + method + " " + path,
                "you are logged in with a password that was given out to be changed",
                "Choose a new password in the browser, or by PATCH /api/v1/users/" + caller.id() + ".");
    }

    private Caller byToken(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Caller caller = header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? identities.byToken(header.substring(BEARER.length()).strip(), request.getRemoteAddr())
                : null;
        if (caller == null) {
            throw new ProblemException(
                    ErrorCode.TOKEN_INVALID,
                    "Answer " + request.getMethod() + " " + request.getRequestURI(),
                    "the API token is unknown, expired or revoked, or its user is disabled",
                    "Make a new token and send it as Authorization: Bearer gantry_….");
        }
        return caller;
    }

    private @Nullable Caller bySession(HttpServletRequest request) {
        Sessions.Login login = Sessions.read(request);
        if (login == null) {
            return null;
        }
        Caller caller = identities.bySession(login.userId(), login.epoch(), request.getRemoteAddr());
        if (caller == null) {
            Sessions.end(request);
        }
        return caller;
    }
}

package dev.gantry.server.access;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Says 401 and 403 in problem+json. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final Problems problems;

    Refusals(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        problems.write(
                new ProblemException(
                        ErrorCode.UNAUTHENTICATED,
                        tried(request),
                        "nobody is logged in",
                        "Log in, or send a valid API token as Authorization: Bearer."),
                request,
                response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        problems.write(
                refused instanceof CsrfException
                        ? new ProblemException(
                                ErrorCode.CSRF_INVALID,
                                tried(request),
                                "the header X-XSRF-TOKEN does not repeat the cookie XSRF-TOKEN",
                                "Send the cookie's value in the header; scripts use an API token instead.")
                        : new ProblemException(
                                ErrorCode.FORBIDDEN,
                                tried(request),
                                "your role does not allow it",
                                "Ask an admin to do it or to change your role."),
                request,
                response);
    }

    private static String tried(HttpServletRequest request) {
        return "Answer " + request.getMethod() + " " + request.getRequestURI();
    }
}

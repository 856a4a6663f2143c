package dev.gantry.server.platform.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers whatever a route throws. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    /** Written by hand, not as a return value: a client that accepts only text still gets its problem. */
    @ExceptionHandler(Exception.class)
    void refused(Exception refused, HttpServletRequest request, HttpServletResponse response) {
        try {
            problems.write(refused, request, response);
        } catch (IOException e) {
            LOG.debug("{} {} was answered to nobody", request.getMethod(), request.getRequestURI(), e);
        }
        // Where a body broke off, Tomcat has noted that and would report it a second time, as a defect.
        request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
    }

    /** An answer that is under way breaks off, so that nobody takes the part that was sent for the whole. */
    @ExceptionHandler(CloseNowException.class)
    void broken(CloseNowException broken) throws CloseNowException {
        throw broken;
    }

    /** The client has gone: there is nobody to tell. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}
}

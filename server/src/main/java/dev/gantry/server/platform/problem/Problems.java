package dev.gantry.server.platform.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes problem+json (RFC 9457) of a refusal; the only one who knows its members. */
@Component
public class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    /** Seconds after which asking again makes sense. */
    private static final Map<ErrorCode, String> RETRY =
            Map.of(ErrorCode.RATE_LIMITED, "60", ErrorCode.UNAVAILABLE, "2", ErrorCode.HOST_UNREACHABLE, "5");

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    /** Writes the problem unless the answer has begun already. */
    public void write(Throwable refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemException problem = of(refused, request);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.code().status().value());
        headers(problem.code()).forEach(response::setHeader);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = json.writeValueAsBytes(ProblemBody.of(problem));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** What a failure means, logged as it deserves; for who tells it in another form than this one. */
    public static ProblemException of(Throwable refused, HttpServletRequest request) {
        ProblemException problem = ProblemKinds.of(refused, request.getMethod() + " " + request.getRequestURI());
        log(problem, refused);
        return problem;
    }

    static Map<String, String> headers(ErrorCode code) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        String retry = RETRY.get(code);
        if (retry != null) {
            headers.put(HttpHeaders.RETRY_AFTER, retry);
        }
        if (code.status().value() == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"gantry\"");
        }
        return headers;
    }

    /** A defect is logged with all it says; a refusal is the caller's to read. */
    static void log(ProblemException problem, Throwable cause) {
        switch (problem.code()) {
            case INTERNAL -> LOG.error("{} failed", problem.tried(), cause);
            case UNAVAILABLE -> LOG.warn("{}: the database is away: {}", problem.tried(), cause.getMessage());
            default -> LOG.debug("{}", problem.getMessage());
        }
    }
}

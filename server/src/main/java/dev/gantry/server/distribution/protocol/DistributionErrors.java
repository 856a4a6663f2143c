package dev.gantry.server.distribution.protocol;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a refusal as clients of registries read it: {@code {"errors":[{code, message, detail}]}}. */
@Component
public class DistributionErrors {
    /** Basic alone: docker, podman and skopeo all take it, so there is no service for tokens of its own. */
    static final String CHALLENGE = "Basic realm=\"gantry\"";

    private static final Logger LOG = LoggerFactory.getLogger(DistributionErrors.class);

    private final JsonMapper json;

    DistributionErrors(JsonMapper json) {
        this.json = json;
    }

    /** Writes it unless the answer has begun already. */
    public void write(Throwable refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        DistributionException error = of(refused, request);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(error.status().value());
        error.headers().forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (error.status() == HttpStatus.UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        byte[] body = json.writeValueAsBytes(Map.of(
                "errors",
                List.of(Map.of("code", error.code().name(), "message", error.getMessage(), "detail", Map.of()))));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static DistributionException of(Throwable refused, HttpServletRequest request) {
        if (refused instanceof DistributionException own) {
            LOG.debug("{} {}: {}", request.getMethod(), request.getRequestURI(), own.getMessage());
            return own;
        }
        ProblemException problem = Problems.of(refused, request);
        HttpStatus status = problem.code().status();
        String message = problem.tried() + ": " + problem.why() + ". " + problem.action();
        DistributionException error = new DistributionException(code(problem.code()), status, message, refused);
        return status == HttpStatus.TOO_MANY_REQUESTS ? error.with(HttpHeaders.RETRY_AFTER, "60") : error;
    }

    private static DistributionCode code(ErrorCode code) {
        return switch (code.status()) {
            case UNAUTHORIZED -> DistributionCode.UNAUTHORIZED;
            case FORBIDDEN, CONFLICT -> DistributionCode.DENIED;
            case NOT_FOUND -> DistributionCode.NAME_UNKNOWN;
            case TOO_MANY_REQUESTS -> DistributionCode.TOOMANYREQUESTS;
            case SERVICE_UNAVAILABLE -> DistributionCode.UNAVAILABLE;
            default -> DistributionCode.UNKNOWN;
        };
    }
}

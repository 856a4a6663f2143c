package dev.gantry.server.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of problem+json (RFC 9457), in the order in which they are read.
 *
 * @param detail the next three in one sentence
 * @param requestId absent where no request is served
 * @param fields what is wrong with each field of the body; absent when it is not about fields
 */
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        ErrorCode code,
        String tried,
        String why,
        String action,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String requestId,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        Map<String, String> fields) {

    static ProblemBody of(ProblemException problem) {
        ErrorCode code = problem.code();
        return new ProblemBody(
                code.type(),
                code.title(),
                code.status().value(),
                problem.tried() + ": " + problem.why() + ". " + problem.action(),
                code,
                problem.tried(),
                problem.why(),
                problem.action(),
                RequestIds.current(),
                problem.fields());
    }
}

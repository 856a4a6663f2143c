package dev.gantry.server.operation;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Prefer;
import java.net.URI;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers a request for long work: its result or its problem when it ends in time, 202 with the operation otherwise. */
@Component
public class OperationReply {
    private final Operations operations;

    OperationReply(Operations operations) {
        this.operations = operations;
    }

    /**
     * Waits as long as the caller prefers and answers. Not to be called inside a transaction.
     *
     * @param location the URL path of the subject
     * @param success the status of the answer when the work succeeded; NO_CONTENT sends no body
     * @param result reads the subject after the work succeeded
     */
    public ResponseEntity<Object> answer(
            UUID operationId,
            Prefer prefer,
            String location,
            HttpStatus success,
            Function<OperationView, @Nullable Object> result) {
        OperationView seen = operations.await(operationId, prefer.upTo());
        switch (seen.state()) {
            case SUCCEEDED -> {
                ResponseEntity.BodyBuilder reply = headers(ResponseEntity.status(success), operationId, location);
                if (success == HttpStatus.NO_CONTENT) {
                    return reply.build();
                }
                return reply.body(result.apply(seen));
            }
            case FAILED -> throw failure(seen);
            case CANCELLED ->
                throw new ProblemException(
                        ErrorCode.CANCELLED,
                        "Perform " + seen.kind() + (seen.subjectName() == null ? "" : " on " + seen.subjectName()),
                        "it was cancelled before it ended",
                        "Ask again if it is still wanted.");
            default -> {
                return headers(ResponseEntity.accepted(), operationId, location).body(seen);
            }
        }
    }

    private static ProblemException failure(OperationView seen) {
        if (seen.problem() == null) {
            throw new IllegalStateException("Operation " + seen.id() + " failed without a problem");
        }
        return ProblemException.of(seen.problem());
    }

    private static ResponseEntity.BodyBuilder headers(ResponseEntity.BodyBuilder reply, UUID id, String location) {
        return reply.location(URI.create(location)).header("Operation-Location", "/api/v1/operations/" + id);
    }
}

package dev.gantry.server.platform.problem;

import dev.gantry.oci.refusal.RefusedException;
import java.sql.SQLException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Which refusal each failure is: the whole list in one place. What is not on it is a defect and says nothing of itself. */
final class ProblemKinds {
    private ProblemKinds() {}

    static ProblemException of(Throwable failure, String tried) {
        ProblemException own = own(failure);
        if (own != null) {
            return own;
        }
        if (isAway(failure)) {
            return problem(
                    ErrorCode.UNAVAILABLE,
                    tried,
                    "the database does not answer",
                    "Try again in a few seconds; running containers are not affected.",
                    failure);
        }
        ProblemException request = ofRequest(failure, tried);
        return request != null ? request : ofWork(failure, tried);
    }

    /** What a request did wrong before any work began; null if it is nothing of that. */
    private static @Nullable ProblemException ofRequest(Throwable failure, String tried) {
        if (failure instanceof HttpMessageNotReadableException unreadable) {
            return BadBodies.of(unreadable, tried);
        }
        if (failure instanceof MethodArgumentNotValidException invalid) {
            return BadBodies.of(invalid, tried);
        }
        if (failure instanceof HandlerMethodValidationException invalid) {
            return BadBodies.of(invalid, tried);
        }
        ProblemException parameter = ofParameter(failure, tried);
        if (parameter != null) {
            return parameter;
        }
        if (failure instanceof HttpRequestMethodNotSupportedException method) {
            return problem(
                    ErrorCode.METHOD_NOT_ALLOWED,
                    tried,
                    method.getMethod() + " is not offered at this address",
                    "Use one of " + method.getSupportedHttpMethods() + ".",
                    failure);
        }
        if (failure instanceof HttpMediaTypeNotSupportedException type) {
            return problem(
                    ErrorCode.MEDIA_TYPE_UNSUPPORTED,
                    tried,
                    "the body is said to be " + type.getContentType(),
                    "Send " + type.getSupportedMediaTypes() + ".",
                    failure);
        }
        return null;
    }

    private static @Nullable ProblemException ofParameter(Throwable failure, String tried) {
        if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
            String says = "must be " + ValueKinds.wanted(mismatch.getRequiredType());
            return new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Answer " + tried,
                    mismatch.getName() + " " + says,
                    "Correct " + mismatch.getName() + " in the address.",
                    Map.of(mismatch.getName(), says),
                    failure);
        }
        if (failure instanceof MissingRequestValueException missing) {
            return problem(
                    ErrorCode.BAD_REQUEST,
                    tried,
                    missing instanceof MissingServletRequestParameterException parameter
                            ? "the address lacks the parameter " + parameter.getParameterName()
                            : missing instanceof MissingRequestHeaderException header
                                    ? "the header " + header.getHeaderName() + " is missing"
                                    : String.valueOf(missing.getMessage()),
                    "Add what is missing.",
                    failure);
        }
        if (failure instanceof InvalidParameterException) {
            return problem(
                    ErrorCode.BAD_REQUEST,
                    tried,
                    "a parameter of the address is not UTF-8",
                    "Send text as UTF-8, percent-encoded.",
                    failure);
        }
        return null;
    }

    private static ProblemException ofWork(Throwable failure, String tried) {
        if (failure instanceof AccessDeniedException) {
            return problem(ErrorCode.FORBIDDEN, tried, "your role does not allow it", "Ask an admin.", failure);
        }
        if (failure instanceof AuthenticationException) {
            return problem(ErrorCode.UNAUTHENTICATED, tried, "nobody is logged in", "Log in.", failure);
        }
        if (failure instanceof OptimisticLockingFailureException
                || failure instanceof PessimisticLockingFailureException) {
            return problem(
                    ErrorCode.PRECONDITION_FAILED,
                    tried,
                    "someone else changed it at the same moment",
                    "Read it again and repeat the change.",
                    failure);
        }
        if (holdsNul(failure)) {
            return problem(
                    ErrorCode.INVALID_ARGUMENT,
                    tried,
                    "a text holds a NUL character, which the database can't keep",
                    "Leave it out.",
                    failure);
        }
        if (failure instanceof DataIntegrityViolationException) {
            return problem(
                    ErrorCode.CONFLICT,
                    tried,
                    "it contradicts what is stored, or was done twice at the same moment",
                    "Read again and repeat the change if it is still needed.",
                    failure);
        }
        if (failure instanceof ErrorResponse response) {
            return ofStatus(response.getStatusCode(), tried, failure);
        }
        return problem(
                ErrorCode.INTERNAL,
                tried,
                "an unexpected error, which the server's log shows with this request's id",
                "Try again; if it stays, report it with the request id.",
                failure);
    }

    static ProblemException ofStatus(HttpStatusCode status, String tried, @Nullable Throwable cause) {
        return switch (status.value()) {
            case 401 -> problem(ErrorCode.UNAUTHENTICATED, tried, "nobody is logged in", "Log in.", cause);
            case 403 -> problem(ErrorCode.FORBIDDEN, tried, "it is not allowed", "Ask an admin.", cause);
            case 404 ->
                problem(ErrorCode.NOT_FOUND, tried, "there is nothing at this address", "Check the address.", cause);
            case 405 ->
                problem(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        tried,
                        "this method is not offered here",
                        "Read the API page.",
                        cause);
            case 406 ->
                problem(
                        ErrorCode.NOT_ACCEPTABLE,
                        tried,
                        "none of the accepted formats is offered",
                        "Accept JSON.",
                        cause);
            case 413 -> problem(ErrorCode.TOO_LARGE, tried, "the body is too large", "Send less.", cause);
            case 415 ->
                problem(
                        ErrorCode.MEDIA_TYPE_UNSUPPORTED,
                        tried,
                        "the body's media type is not taken",
                        "Send JSON.",
                        cause);
            case 503 -> problem(ErrorCode.UNAVAILABLE, tried, "the server can't answer now", "Try again soon.", cause);
            default ->
                status.is4xxClientError()
                        ? problem(
                                ErrorCode.BAD_REQUEST, tried, "the request is malformed", "Correct the request.", cause)
                        : problem(
                                ErrorCode.INTERNAL,
                                tried,
                                "an unexpected error, which the server's log shows with this request's id",
                                "Try again; if it stays, report it with the request id.",
                                cause);
        };
    }

    /** A refusal that a converter or a transaction wrapped. */
    private static @Nullable ProblemException own(Throwable failure) {
        boolean wrapper = failure instanceof HttpMessageNotReadableException
                || failure instanceof MethodArgumentTypeMismatchException
                || failure instanceof ConversionFailedException;
        for (Throwable each = failure; each != null; each = wrapper ? each.getCause() : null) {
            if (each instanceof ProblemException problem) {
                return problem;
            }
            if (each instanceof RefusedException refused) {
                return ProblemException.of(refused.refusal());
            }
        }
        return null;
    }

    /** SQLSTATE 22021, character_not_in_repertoire: Java's strings are valid otherwise, for the driver encodes them. */
    private static boolean holdsNul(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && "22021".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Postgres gone, starting, stopping, full of connections or silent (SQLSTATE classes 08, 53, 57P). */
    private static boolean isAway(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CannotCreateTransactionException
                    || each instanceof DataAccessResourceFailureException
                    || each instanceof java.sql.SQLTransientConnectionException) {
                return true;
            }
            // What the pool says of a connection that was given up, such as at the rollback after its failure.
            if (each instanceof SQLException closed && "Connection is closed".equals(closed.getMessage())) {
                return true;
            }
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
            }
        }
        return false;
    }

    private static ProblemException problem(
            ErrorCode code, String tried, String why, String action, @Nullable Throwable cause) {
        return new ProblemException(code, "Answer " + tried, why, action, Map.of(), cause);
    }
}

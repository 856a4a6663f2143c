package dev.gantry.server.platform.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a body, by field where there is one and by line and column where there is none. */
final class BadBodies {
    private BadBodies() {}

    static ProblemException of(HttpMessageNotReadableException unreadable, String tried) {
        Throwable cause = unreadable.getCause();
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        if (cause instanceof StreamConstraintsException limit) {
            return body(
                    ErrorCode.BODY_UNREADABLE,
                    tried,
                    "the JSON goes beyond a limit of depth, length or count" + where(limit.getLocation()),
                    "Send flatter or smaller JSON.",
                    limit);
        }
        if (cause instanceof JacksonException bound && isAboutValue(bound)) {
            return ProblemException.ofFields("Answer " + tried, Map.of(path(bound.getPath()), says(bound)), bound);
        }
        if (cause instanceof JacksonException syntax) {
            return body(
                    ErrorCode.BODY_UNREADABLE,
                    tried,
                    "the body is not the JSON that is expected here" + where(syntax.getLocation()),
                    "Send one JSON object with the documented fields.",
                    syntax);
        }
        return body(
                ErrorCode.BODY_UNREADABLE,
                tried,
                "there is no body, or it can't be read",
                "Send one JSON object with the documented fields.",
                unreadable);
    }

    static ProblemException of(MethodArgumentNotValidException invalid, String tried) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (FieldError each : invalid.getBindingResult().getFieldErrors()) {
            fields.putIfAbsent(each.getField(), Objects.requireNonNullElse(each.getDefaultMessage(), "is not valid"));
        }
        invalid.getBindingResult()
                .getGlobalErrors()
                .forEach(each -> fields.putIfAbsent(
                        each.getObjectName(), Objects.requireNonNullElse(each.getDefaultMessage(), "is not valid")));
        return ProblemException.ofFields("Answer " + tried, fields, invalid);
    }

    static ProblemException of(HandlerMethodValidationException invalid, String tried) {
        Map<String, String> fields = new LinkedHashMap<>();
        invalid.getParameterValidationResults()
                .forEach(each -> each.getResolvableErrors()
                        .forEach(error -> fields.putIfAbsent(
                                Objects.requireNonNullElse(
                                        each.getMethodParameter().getParameterName(), "value"),
                                Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid"))));
        return ProblemException.ofFields("Answer " + tried, fields, invalid);
    }

    /** Not the text's syntax is at fault but the value that a field has. */
    private static boolean isAboutValue(JacksonException refused) {
        return (refused instanceof DatabindException || refused instanceof InputCoercionException)
                && !refused.getPath().isEmpty();
    }

    private static String says(JacksonException bound) {
        if (bound instanceof UnrecognizedPropertyException) {
            return "is not known here";
        }
        if (bound instanceof ValueInstantiationException made && made.getCause() != null) {
            return "is not valid: " + made.getCause().getMessage();
        }
        return "must be " + ValueKinds.wanted(bound);
    }

    private static String path(List<JacksonException.Reference> path) {
        StringBuilder text = new StringBuilder();
        for (JacksonException.Reference each : path) {
            if (each.getPropertyName() == null) {
                text.append('[').append(each.getIndex()).append(']');
            } else {
                text.append(text.length() == 0 ? "" : ".").append(each.getPropertyName());
            }
        }
        return text.length() > 200 ? text.substring(0, 200) + "…" : text.toString();
    }

    private static String where(@Nullable TokenStreamLocation at) {
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    private static ProblemException body(ErrorCode code, String tried, String why, String action, Throwable cause) {
        return new ProblemException(code, "Answer " + tried, why, action, Map.of(), cause);
    }
}

package dev.gantry.server.platform.problem;

import dev.gantry.oci.refusal.Refusal;
import dev.gantry.protocol.facts.Problem;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A refusal on its way to whoever asked: code, what was tried, why not, what to do. */
public final class ProblemException extends RuntimeException {
    /** The sentence tells of so many fields; each is in the map. */
    private static final int MOST_TOLD = 5;

    private final ErrorCode code;
    private final String tried;
    private final String why;
    private final String action;
    private final transient Map<String, String> fields;

    public ProblemException(ErrorCode code, String tried, String why, String action) {
        this(code, tried, why, action, Map.of(), null);
    }

    /** A refusal that names the body's fields at fault, each with a sentence of its own. */
    public ProblemException(ErrorCode code, String tried, String why, String action, Map<String, String> fields) {
        this(code, tried, why, action, fields, null);
    }

    public ProblemException(
            ErrorCode code,
            String tried,
            String why,
            String action,
            Map<String, String> fields,
            @Nullable Throwable cause) {
        super(code + ": " + tried + ": " + why, cause);
        this.code = code;
        this.tried = tried;
        this.why = why;
        this.action = action;
        this.fields = Map.copyOf(fields);
    }

    /** VALIDATION_FAILED that says of each field in one sentence what is wrong with it, as in "name is missing". */
    public static ProblemException ofFields(String tried, Map<String, String> fields, @Nullable Throwable cause) {
        String first = fields.entrySet().stream()
                .limit(MOST_TOLD)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; "));
        String more = fields.size() > MOST_TOLD ? "; and " + (fields.size() - MOST_TOLD) + " more" : "";
        String action = fields.size() == 1 ? "Correct this field." : "Correct these fields.";
        return new ProblemException(ErrorCode.VALIDATION_FAILED, tried, first + more, action, fields, cause);
    }

    public static ProblemException of(Refusal refusal) {
        return new ProblemException(ErrorCode.of(refusal.code()), refusal.tried(), refusal.why(), refusal.action());
    }

    public static ProblemException of(Problem problem) {
        return new ProblemException(ErrorCode.named(problem.code()), problem.tried(), problem.why(), problem.action());
    }

    /** The same refusal as it travels and as an operation keeps it. */
    public Problem problem() {
        return new Problem(code.name(), tried, why, action);
    }

    public ErrorCode code() {
        return code;
    }

    public String tried() {
        return tried;
    }

    public String why() {
        return why;
    }

    public String action() {
        return action;
    }

    public Map<String, String> fields() {
        return fields;
    }
}

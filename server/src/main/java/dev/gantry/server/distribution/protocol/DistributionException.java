package dev.gantry.server.distribution.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A refusal in the words of the OCI distribution specification. The message says what was tried, why not, what to do. */
public final class DistributionException extends RuntimeException {
    private final DistributionCode code;
    private final HttpStatus status;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    public DistributionException(DistributionCode code, String message) {
        this(code, code.status(), message, null);
    }

    public DistributionException(DistributionCode code, HttpStatus status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.status = status;
    }

    /** The same refusal with a header of the answer. */
    public DistributionException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public DistributionCode code() {
        return code;
    }

    HttpStatus status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}

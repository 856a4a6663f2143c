package dev.gantry.server.distribution.protocol;

import org.springframework.http.HttpStatus;

/** The codes of the OCI distribution specification ("Error Codes"), each with the status it usually comes with. */
public enum DistributionCode {
    BLOB_UNKNOWN(HttpStatus.NOT_FOUND),
    BLOB_UPLOAD_INVALID(HttpStatus.BAD_REQUEST),
    BLOB_UPLOAD_UNKNOWN(HttpStatus.NOT_FOUND),
    DIGEST_INVALID(HttpStatus.BAD_REQUEST),
    MANIFEST_BLOB_UNKNOWN(HttpStatus.BAD_REQUEST),
    MANIFEST_INVALID(HttpStatus.BAD_REQUEST),
    MANIFEST_UNKNOWN(HttpStatus.NOT_FOUND),
    NAME_INVALID(HttpStatus.BAD_REQUEST),
    NAME_UNKNOWN(HttpStatus.NOT_FOUND),
    SIZE_INVALID(HttpStatus.BAD_REQUEST),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED),
    DENIED(HttpStatus.FORBIDDEN),
    UNSUPPORTED(HttpStatus.METHOD_NOT_ALLOWED),
    TOOMANYREQUESTS(HttpStatus.TOO_MANY_REQUESTS),

    /** These four are not in the specification; Docker's registry uses them, and clients print what they get. */
    PAGINATION_NUMBER_INVALID(HttpStatus.BAD_REQUEST),
    TAG_INVALID(HttpStatus.BAD_REQUEST),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    UNKNOWN(HttpStatus.INTERNAL_SERVER_ERROR);

    private final HttpStatus status;

    DistributionCode(HttpStatus status) {
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }
}

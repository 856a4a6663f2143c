package dev.gantry.server.platform.problem;

import dev.gantry.oci.refusal.RefusalCode;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every refusal the server can answer: code, HTTP status and title in one place. The libraries' codes keep their names. */
public enum ErrorCode {
    INVALID_ARGUMENT(HttpStatus.UNPROCESSABLE_CONTENT, "A value does not follow its grammar"),
    IMAGE_FORMAT_UNKNOWN(HttpStatus.UNPROCESSABLE_CONTENT, "The bytes are no image of a known format"),
    IMAGE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The image contradicts itself"),
    ARCHIVE_TRUNCATED(HttpStatus.UNPROCESSABLE_CONTENT, "The archive ends too early"),
    ARCHIVE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The archive is damaged or not honest"),
    DIGEST_MISMATCH(HttpStatus.UNPROCESSABLE_CONTENT, "The bytes are not the promised ones"),
    LIMIT_EXCEEDED(HttpStatus.UNPROCESSABLE_CONTENT, "A limit is used up"),
    PLATFORM_MISMATCH(HttpStatus.UNPROCESSABLE_CONTENT, "The image is for another platform"),
    IMAGE_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such image"),
    IMAGE_IN_USE(HttpStatus.CONFLICT, "The image is in use"),
    CONTAINER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such container"),
    NAME_TAKEN(HttpStatus.CONFLICT, "The name is taken"),
    PORT_TAKEN(HttpStatus.CONFLICT, "The host port is taken"),
    CONTAINER_STATE(HttpStatus.CONFLICT, "The container's state does not allow it"),
    DISK_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The disk is full"),
    COMMAND_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The container's command can't be run"),
    RUNTIME_FAILED(HttpStatus.BAD_GATEWAY, "The host's runtime failed"),
    RUNTIME_TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, "The host's runtime did not answer in time"),
    REGISTRY_UNREACHABLE(HttpStatus.BAD_GATEWAY, "The registry can't be reached"),
    REGISTRY_DENIED(HttpStatus.UNPROCESSABLE_CONTENT, "The registry wants other credentials"),
    REGISTRY_UNTRUSTED(HttpStatus.BAD_GATEWAY, "The registry can't be trusted"),
    REGISTRY_INVALID(HttpStatus.BAD_GATEWAY, "The registry breaks its specification"),
    NOT_SUPPORTED(HttpStatus.UNPROCESSABLE_CONTENT, "This is not offered here"),
    CANCELLED(HttpStatus.CONFLICT, "The work was cancelled"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "A defect of Gantry's own"),

    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Log in first"),
    LOGIN_FAILED(HttpStatus.UNAUTHORIZED, "The name or the password is wrong"),
    CSRF_INVALID(HttpStatus.FORBIDDEN, "The request does not prove that it comes from the UI"),
    PASSWORD_CHANGE_REQUIRED(HttpStatus.FORBIDDEN, "Choose a new password first"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "Your role does not allow it"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method is not offered here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No offered format is accepted"),
    MEDIA_TYPE_UNSUPPORTED(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's media type is not taken here"),
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request can't be read"),
    CURSOR_INVALID(HttpStatus.BAD_REQUEST, "The cursor is not one of this list"),
    BODY_UNREADABLE(HttpStatus.BAD_REQUEST, "The body can't be read"),
    VALIDATION_FAILED(HttpStatus.UNPROCESSABLE_CONTENT, "Some fields are not valid"),
    /** The chunk does not begin where the bytes end that are here. */
    UPLOAD_MOVED(HttpStatus.CONFLICT, "The upload is elsewhere"),
    /** Another request writes it, or a host imports it. */
    UPLOAD_BUSY(HttpStatus.CONFLICT, "The upload is in use"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    PRECONDITION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "Say which version you change"),
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "It was changed meanwhile"),
    IDEMPOTENCY_MISMATCH(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request"),
    IDEMPOTENCY_RUNNING(HttpStatus.CONFLICT, "The first request with this idempotency key is still running"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many attempts"),
    CONFLICT(HttpStatus.CONFLICT, "It can't be done in this state"),
    LAST_ADMIN(HttpStatus.CONFLICT, "The last enabled admin must stay"),
    USER_IN_USE(HttpStatus.CONFLICT, "The user can't be removed"),
    TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "The token is not valid"),
    OPERATION_FINISHED(HttpStatus.CONFLICT, "The operation has ended"),
    OPERATION_INTERRUPTED(HttpStatus.SERVICE_UNAVAILABLE, "The server ended during the work"),
    HOST_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such host"),
    HOST_UNREACHABLE(HttpStatus.SERVICE_UNAVAILABLE, "The host is not connected"),
    HOST_IN_USE(HttpStatus.CONFLICT, "The host still has containers"),
    NO_HOST_FITS(HttpStatus.UNPROCESSABLE_CONTENT, "No host fits"),
    TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, "The host did not answer in time"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The database is away");

    private static final String BASE = "https://gantry.dev/problems/";

    private final HttpStatus status;
    private final String title;

    ErrorCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The problem's type as RFC 9457 wants it. */
    public String type() {
        return BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static ErrorCode of(RefusalCode code) {
        return valueOf(code.name());
    }

    /** The code an agent sent; one this server does not know is a defect and shown as such. */
    public static ErrorCode named(String code) {
        for (ErrorCode each : values()) {
            if (each.name().equals(code)) {
                return each;
            }
        }
        return INTERNAL;
    }
}

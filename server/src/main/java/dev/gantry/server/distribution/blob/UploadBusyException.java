package dev.gantry.server.distribution.blob;

/** Another request writes the same upload. */
public final class UploadBusyException extends RuntimeException {
    public UploadBusyException() {
        super("another request writes this upload");
    }
}

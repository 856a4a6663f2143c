package dev.gantry.server.distribution.blob;

/** An upload has another size than who goes on with it believes. */
public final class UploadMovedException extends RuntimeException {
    private final long size;

    public UploadMovedException(long size) {
        super("the upload has " + size + " bytes");
        this.size = size;
    }

    /** In bytes. */
    public long size() {
        return size;
    }
}

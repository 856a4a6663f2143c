package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps the bytes of blobs, shared by all servers of one database. What lies here under a digest is complete, has that
 * digest and survives a power cut. Uploads lie apart, each under its id, and grow at their end alone. Bytes pass in
 * streams and are never held in memory. Whether bytes are needed is not the store's to know.
 */
public interface BlobStore {

    /** How many bytes an upload has, 0 when none has come. */
    long written(UUID upload) throws IOException;

    /**
     * Adds all that the source gives. When the source breaks off (IOException), what came stays; when it refuses
     * (RuntimeException), the upload is as before.
     *
     * @param at where the bytes go: the upload's present size
     * @return the upload's new size
     * @throws UploadBusyException while another request writes it
     * @throws UploadMovedException when the upload's size is another
     */
    long append(UUID upload, long at, InputStream source) throws IOException;

    /**
     * An upload's bytes as they are now, for what is no blob; to be closed.
     *
     * @throws java.nio.file.NoSuchFileException when none has come
     */
    InputStream openUpload(UUID upload) throws IOException;

    /**
     * Checks an upload that is complete, makes it durable, and keeps others from writing it until the seal is closed.
     *
     * @throws UploadBusyException while another request writes it
     * @throws dev.gantry.oci.refusal.RefusedException with DIGEST_MISMATCH when the bytes are others
     */
    Sealed seal(UUID upload, Digest digest) throws IOException;

    /**
     * Forgets an upload; one that is not there is forgotten already.
     *
     * @throws UploadBusyException while another request writes it
     */
    void discard(UUID upload) throws IOException;

    /** Empty when there is no such blob. */
    OptionalLong size(Digest digest) throws IOException;

    /**
     * The blob's bytes from an offset on; they can be read to their end even when the blob is removed meanwhile.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such blob
     */
    InputStream open(Digest digest, long from) throws IOException;

    /** One that is not there is removed already. */
    void remove(Digest digest) throws IOException;

    /** Tells all blobs, in groups of at most 1,000. */
    void blobs(Consumer<List<Digest>> group) throws IOException;

    /** Tells all uploads that have bytes, in groups of at most 1,000. */
    void uploads(Consumer<List<UUID>> group) throws IOException;

    /** Which store this is, empty while nobody has said so. */
    Optional<UUID> mark() throws IOException;

    /** Says for ever which store this is; one that is marked already stays as it is. */
    void mark(UUID id) throws IOException;

    /** Bytes for which there is room. */
    long free() throws IOException;

    /** An upload that is complete and has the digest that was asked for. */
    interface Sealed extends AutoCloseable {
        long sizeBytes();

        /** Makes the bytes visible as a blob, in place of one with the same digest; the upload is gone then. */
        void publish() throws IOException;

        @Override
        void close() throws IOException;
    }
}

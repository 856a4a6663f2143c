package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload's file while one request has it to itself: in this process by a set of ids, among processes by a lock on
 * the file, which the kernel takes back when a process dies.
 */
final class DirectoryUpload implements AutoCloseable {
    private static final int PIECE = 256 << 10;

    private final UUID id;
    private final Set<UUID> held;
    private final RunningHashes hashes;
    private final FileChannel file;

    /** Errors with UploadBusyException. */
    DirectoryUpload(UUID id, Path path, Set<UUID> held, RunningHashes hashes) throws IOException {
        this.id = id;
        this.held = held;
        this.hashes = hashes;
        // Before the file is opened: closing a second descriptor would free the lock that the first one has.
        if (!held.add(id)) {
            throw new UploadBusyException();
        }
        FileChannel opened = null;
        try {
            opened = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (opened.tryLock() == null) {
                throw new UploadBusyException();
            }
        } catch (IOException | RuntimeException e) {
            held.remove(id);
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
        this.file = opened;
    }

    long append(long at, InputStream source) throws IOException {
        if (file.size() != at) {
            throw new UploadMovedException(file.size());
        }
        MessageDigest hash = at == 0 ? Digest.ofStream() : hashes.take(id, at);
        byte[] piece = new byte[PIECE];
        long size = at;
        try {
            for (int n = source.read(piece); n >= 0; n = source.read(piece)) {
                write(ByteBuffer.wrap(piece, 0, n), size);
                size += n;
                if (hash != null) {
                    hash.update(piece, 0, n);
                }
            }
        } catch (RuntimeException e) {
            file.truncate(at);
            throw e;
        } catch (IOException e) {
            // A write that failed on a full disk may have left half a piece.
            file.truncate(size);
            remember(size, hash);
            throw e;
        }
        remember(size, hash);
        return size;
    }

    private void remember(long size, @Nullable MessageDigest hash) {
        if (hash != null) {
            hashes.put(id, size, hash);
        }
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long next = at;
        while (bytes.hasRemaining()) {
            next += file.write(bytes, next);
        }
    }

    /** Durable, and with this digest. Errors with DIGEST_MISMATCH. @return the size in bytes */
    long complete(Digest digest) throws IOException {
        long size = file.size();
        MessageDigest hash = hashes.take(id, size);
        Digest actual = Digest.finish((hash == null ? read() : hash).digest());
        if (!actual.equals(digest)) {
            throw new RefusedException(
                    RefusalCode.DIGEST_MISMATCH,
                    "end the upload of " + digest,
                    "its " + size + " bytes have the digest " + actual,
                    "send the bytes again, from the first");
        }
        file.force(true);
        return size;
    }

    private MessageDigest read() throws IOException {
        MessageDigest hash = Digest.ofStream();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long at = 0;
        for (int n = file.read(piece, at); n >= 0; n = file.read(piece, at)) {
            at += n;
            hash.update(piece.flip());
            piece.clear();
        }
        return hash;
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            held.remove(id);
        }
    }
}

package dev.gantry.oci.registry;

import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.Retry;
import dev.gantry.oci.registry.http.Transient;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob as one stream, however often its connection breaks: each time it goes on where it was. For one reader; any
 * thread may close it, which ends a read and whatever the read waits for.
 */
final class BlobStream extends InputStream {
    private final BlobPull pull;
    private final Retry retry;
    private final long size;
    private volatile @Nullable Answer answer;
    private long offset;
    private int failed;
    private volatile boolean closed;
    private @Nullable Thread reader;

    BlobStream(BlobPull pull, Retry retry, long size) {
        this.pull = pull;
        this.retry = retry;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** One byte more than promised may come, so that whoever checks the digest sees that the blob is too long. */
    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        begin();
        try {
            return next(target, at, length);
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        reader = Thread.currentThread();
    }

    private synchronized void end() {
        reader = null;
    }

    private int next(byte[] target, int at, int length) throws IOException {
        while (!closed) {
            try {
                int n = open().body().read(target, at, length);
                if (n < 0 && offset < size) {
                    throw new Transient("it ended after " + offset + " of " + size + " bytes", Optional.empty(), null);
                }
                offset += Math.max(0, n);
                failed = 0;
                return n;
            } catch (InterruptedIOException e) {
                throw HttpRefusals.cancelled(pull.tried());
            } catch (IOException e) {
                if (offset >= size) {
                    return -1;
                }
                again(new Transient(String.valueOf(e.getMessage()), Optional.empty(), e));
            } catch (Transient e) {
                again(e);
            }
        }
        throw new IOException("the stream is closed");
    }

    private Answer open() throws Transient {
        Answer open = answer;
        if (open == null) {
            open = pull.from(offset);
            answer = open;
            if (closed) {
                giveUp();
            }
        }
        return open;
    }

    private void again(Transient failure) {
        giveUp();
        retry.await(pull.tried(), ++failed, failure);
    }

    private void giveUp() {
        Answer open = answer;
        answer = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        giveUp();
        synchronized (this) {
            if (reader != null && reader != Thread.currentThread()) {
                reader.interrupt();
            }
        }
    }
}

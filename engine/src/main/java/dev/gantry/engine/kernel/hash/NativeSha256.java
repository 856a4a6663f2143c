package dev.gantry.engine.kernel.hash;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.security.MessageDigestSpi;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** SHA-256 with the processor's own instructions; its state lies outside the heap from the first byte to the digest. */
final class NativeSha256 extends MessageDigestSpi implements Cloneable {
    private static final int LENGTH = 32;
    private static final int CHUNK = 64 << 10;
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK));

    private final CryptoCalls calls;
    private final byte[] one = new byte[1];
    private @Nullable State state;

    NativeSha256(CryptoCalls calls) {
        this.calls = calls;
    }

    /** What libcrypto allocated; given back once, with the digest or when nobody knows it any more. */
    private static final class State implements Runnable {
        private final CryptoCalls calls;
        private final Pointer context;

        State(CryptoCalls calls) {
            this.calls = calls;
            Pointer made = calls.EVP_MD_CTX_new();
            if (made == null) {
                throw new OutOfMemoryError("libcrypto has no memory for a digest");
            }
            context = made;
        }

        @Override
        public void run() {
            calls.EVP_MD_CTX_free(context);
        }
    }

    private Cleaner.@Nullable Cleanable cleanable;

    private State state() {
        if (state == null) {
            state = fresh();
            done(calls.EVP_DigestInit_ex(state.context, NativeDigests.algorithm(calls), null));
        }
        return state;
    }

    private State fresh() {
        State made = new State(calls);
        cleanable = CLEANER.register(this, made);
        return made;
    }

    @Override
    protected int engineGetDigestLength() {
        return LENGTH;
    }

    @Override
    protected void engineUpdate(byte input) {
        one[0] = input;
        engineUpdate(one, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        Pointer context = state().context;
        ByteBuffer buffer = BUFFER.get();
        for (int at = 0; at < length; ) {
            int n = Math.min(CHUNK, length - at);
            buffer.clear().put(input, offset + at, n).flip();
            done(calls.EVP_DigestUpdate(context, buffer, n));
            at += n;
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = new byte[LENGTH];
        done(calls.EVP_DigestFinal_ex(state().context, digest, null));
        engineReset();
        return digest;
    }

    @Override
    protected void engineReset() {
        state = null;
        if (cleanable != null) {
            cleanable.clean();
            cleanable = null;
        }
    }

    @Override
    public Object clone() {
        NativeSha256 copy = new NativeSha256(calls);
        if (state != null) {
            State made = copy.fresh();
            done(calls.EVP_MD_CTX_copy_ex(made.context, state.context));
            copy.state = made;
        }
        return copy;
    }

    private static void done(int result) {
        if (result != 1) {
            throw new IllegalStateException("libcrypto refused to digest");
        }
    }
}

package dev.gantry.engine.kernel.hash;

import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/** libcrypto's calls for message digests, EVP_DigestInit(3ssl); each but the first two gives 1 when it did its work. */
public interface CryptoCalls {
    /** Of OpenSSL 3, or of 1.1; an {@link UnsatisfiedLinkError} where the host has neither. */
    static CryptoCalls load() {
        try {
            return LibraryLoader.create(CryptoCalls.class).failImmediately().load("libcrypto.so.3");
        } catch (UnsatisfiedLinkError e) {
            return LibraryLoader.create(CryptoCalls.class).failImmediately().load("libcrypto.so.1.1");
        }
    }

    @Nullable
    Pointer EVP_MD_CTX_new();

    @Nullable
    Pointer EVP_sha256();

    void EVP_MD_CTX_free(Pointer context);

    int EVP_DigestInit_ex(Pointer context, Pointer type, @Nullable Pointer engine);

    int EVP_DigestUpdate(Pointer context, @In ByteBuffer data, @size_t long length);

    int EVP_DigestFinal_ex(Pointer context, @Out byte[] digest, @Nullable Pointer length);

    int EVP_MD_CTX_copy_ex(Pointer to, Pointer from);
}

package dev.gantry.engine.kernel.hash;

import dev.gantry.oci.digest.Digest;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import jnr.ffi.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's libcrypto as a provider of digests, by the name under which {@link Digest#ofStream} looks for one. The JDK's
 * own code uses the processor's instructions for SHA-256 only where the second-stage compiler made it, which a process
 * that is to be small does without: 0.1 GB/s then, and 1.5 with this.
 */
public final class NativeDigests extends Provider {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(NativeDigests.class);

    private NativeDigests(CryptoCalls calls) {
        super(Digest.STREAM_PROVIDER, "1.0", "SHA-256 by the host's libcrypto");
        putService(new Service(this, "MessageDigest", "SHA-256", NativeSha256.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
                return new NativeSha256(calls);
            }
        });
    }

    /** Offers it to this process, behind all other providers; no-op when it is there, or when the host has no libcrypto. */
    public static synchronized void install() {
        if (Security.getProvider(Digest.STREAM_PROVIDER) != null) {
            return;
        }
        try {
            CryptoCalls calls = CryptoCalls.load();
            algorithm(calls);
            Security.addProvider(new NativeDigests(calls));
        } catch (UnsatisfiedLinkError | IllegalStateException e) {
            LOG.info("Contents are digested by the JDK, which is slower: {}", e.getMessage());
        }
    }

    static Pointer algorithm(CryptoCalls calls) {
        Pointer algorithm = calls.EVP_sha256();
        if (algorithm == null) {
            throw new IllegalStateException("libcrypto has no SHA-256");
        }
        return algorithm;
    }
}

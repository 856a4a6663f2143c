package dev.gantry.oci.digest;

import java.lang.System.Logger.Level;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A library's SHA-256 and AES-GCM for all that is long. The JDK's own use the processor's instructions only where the
 * second-stage compiler made them, which a process that is to be small does without: 0.1 GB/s of digests and 0.03 GB/s of
 * TLS then, instead of 1 and 4. The library takes half a second to load, so it is loaded when it is first needed.
 */
public final class CryptoLibrary extends Provider {
    private static final long serialVersionUID = 1;
    private static final System.Logger LOG = System.getLogger(CryptoLibrary.class.getName());
    private static final String SLOWER = "The JDK digests and encrypts, which is slower.";
    private static final String NAME = "GantryCrypto";
    private static final String LIBRARY = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String CIPHER = "AES/GCM/NoPadding";

    private CryptoLibrary() {
        super(NAME, "1.0", CIPHER + " of a library");
        putService(new Service(this, "Cipher", CIPHER, LIBRARY, List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                Service service = provider()
                        .map(library -> library.getService("Cipher", CIPHER))
                        .orElseThrow(() -> new NoSuchAlgorithmException("there is no library, use the JDK's"));
                return service.newInstance(parameter);
            }
        });
    }

    private static final class Once {
        static final Optional<Provider> FOUND = load();
    }

    /** Has this process's TLS encrypt with the library from now on, where there is one for this machine. */
    public static void speedUpTls() {
        Security.insertProviderAt(new CryptoLibrary(), 1);
    }

    /** Empty where there is none for this machine, and the JDK does the work. */
    static Optional<Provider> provider() {
        return Once.FOUND;
    }

    private static Optional<Provider> load() {
        try {
            Optional<Provider> found = ServiceLoader.load(Provider.class, CryptoLibrary.class.getClassLoader()).stream()
                    .filter(each -> each.type().getName().equals(LIBRARY))
                    .findFirst()
                    .map(ServiceLoader.Provider::get);
            if (found.isEmpty()) {
                LOG.log(Level.INFO, "{0} There is no library for this processor.", SLOWER);
            }
            return found;
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.log(Level.INFO, "{0} {1}", SLOWER, e.getMessage());
            return Optional.empty();
        }
    }
}

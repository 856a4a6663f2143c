package dev.gantry.server.platform;

import dev.gantry.oci.digest.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library's SHA-256 under the name by which {@link Digest#ofStream} looks for one. The JDK's own uses the processor's
 * instructions only where the second-stage compiler made it, which a server that is to be small does without: a twelfth
 * of the rate. The library takes 20 MB, so it is loaded when the first long content comes and not with the server.
 */
public final class StreamDigests extends Provider {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(StreamDigests.class);
    private static final String LIBRARY = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String ALGORITHM = "SHA-256";

    private StreamDigests(Provider library) {
        super(Digest.STREAM_PROVIDER, "1.0", ALGORITHM + " by " + library.getName());
        putService(new Service(this, "MessageDigest", ALGORITHM, LIBRARY, List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return MessageDigest.getInstance(ALGORITHM, library);
            }
        });
    }

    private static final class Once {
        static final boolean FAST = install();
    }

    /**
     * Has this process digest long contents fast from now on. Returns at once when it does already; false where the
     * library has nothing for this machine, whose contents the JDK digests then.
     */
    public static boolean offer() {
        return Once.FAST;
    }

    private static boolean install() {
        try {
            Provider library = ServiceLoader.load(Provider.class).stream()
                    .filter(each -> each.type().getName().equals(LIBRARY))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchAlgorithmException("there is no library for this processor"))
                    .get();
            MessageDigest tried = MessageDigest.getInstance(ALGORITHM, library);
            if (!MessageDigest.isEqual(tried.digest(), Digest.sha256().digest())) {
                throw new NoSuchAlgorithmException(library + " digests nothing wrongly");
            }
            // Behind all others, so that only those get it who ask for it by name.
            Security.addProvider(new StreamDigests(library));
            return true;
        } catch (NoSuchAlgorithmException | RuntimeException | LinkageError e) {
            LOG.info("Contents are digested by the JDK, which is slower: {}", e.getMessage());
            return false;
        }
    }
}

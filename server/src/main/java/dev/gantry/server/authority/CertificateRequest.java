package dev.gantry.server.authority;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What is taken from a PKCS#10 request (RFC 2986): its public key, once the request's signature proves that whoever
 * asks holds the private one. Subject and extensions of the request are not looked at.
 *
 * @param publicKey EC on P-256 or larger, or RSA of 2048 bits or more
 */
public record CertificateRequest(PublicKey publicKey) {
    private static final int MAX_CHARS = 16 << 10;
    private static final int MIN_EC_BITS = 256;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** Errors with INVALID_ARGUMENT when it is no request, its signature does not hold, or its key is weak. */
    public static CertificateRequest parse(String pem) {
        if (pem.length() > MAX_CHARS) {
            throw refused("it is longer than " + MAX_CHARS + " characters");
        }
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof org.bouncycastle.pkcs.PKCS10CertificationRequest parsed)) {
                throw refused("it is no PKCS#10 request in PEM");
            }
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(parsed).setProvider(PROVIDER);
            PublicKey key = request.getPublicKey();
            requireStrong(key);
            if (!parsed.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(key))) {
                throw refused("its signature does not prove the private key");
            }
            return new CertificateRequest(key);
        } catch (IOException | GeneralSecurityException | OperatorException | PKCSException | RuntimeException e) {
            if (e instanceof RefusedException refused) {
                throw refused;
            }
            throw refused("it can't be read: " + e.getClass().getSimpleName());
        }
    }

    private static void requireStrong(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            if (ec.getParams().getCurve().getField().getFieldSize() >= MIN_EC_BITS) {
                return;
            }
        } else if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS) {
                return;
            }
        }
        throw refused("its key is neither EC of 256 bits or more nor RSA of 2048 to 8192 bits");
    }

    private static RefusedException refused(String why) {
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "Read the certificate request",
                why,
                "Send the request as the agent of this version makes it.");
    }
}

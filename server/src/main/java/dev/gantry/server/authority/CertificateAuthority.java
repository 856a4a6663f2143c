package dev.gantry.server.authority;

import dev.gantry.oci.digest.Digest;
import dev.gantry.protocol.Protocol;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the certificates of the agent port (RFC 5280): ECDSA on P-256, one level deep, agents' for one purpose each. */
public final class CertificateAuthority {
    /** How long an agent's certificate lasts; agents renew at two thirds of it. */
    public static final Duration CLIENT_LIFETIME = Duration.ofDays(90);

    static final Duration SERVER_LIFETIME = Duration.ofDays(365);
    /** Peers' clocks may be slow by so much. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CertificateAuthority(X509Certificate certificate, PrivateKey key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** As the join line carries it. */
    public String fingerprint() {
        try {
            return Protocol.FINGERPRINT_PREFIX
                    + Digest.of(certificate.getEncoded()).hex();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("The authority's own certificate has no encoding", e);
        }
    }

    /** A certificate that says: the holder of this key is the agent of this host. */
    public X509Certificate issueClient(PublicKey holder, UUID hostId) {
        X509v3CertificateBuilder builder = builder(holder, "CN=" + hostId, CLIENT_LIFETIME);
        return sign(builder, KeyPurposeId.id_kp_clientAuth);
    }

    /** Whether the certificate, which TLS found good, says that its holder is a server and not an agent. */
    public boolean isServer(X509Certificate shown) {
        return shown.getSubjectX500Principal().getName().equals("CN=" + Protocol.SERVER_NAME);
    }

    /**
     * The agent port's certificate, which also proves a server to another one.
     *
     * @param names host names and addresses that the server may be dialled by, beside the name all servers have
     */
    X509Certificate issueServer(PublicKey holder, Collection<String> names) {
        X509v3CertificateBuilder builder = builder(holder, "CN=" + Protocol.SERVER_NAME, SERVER_LIFETIME);
        GeneralName[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(Protocol.SERVER_NAME), names.stream())
                .distinct()
                .map(CertificateAuthority::generalName)
                .toArray(GeneralName[]::new);
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        } catch (CertIOException e) {
            throw new IllegalStateException("The server's names make no certificate: " + names, e);
        }
        return sign(builder, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    }

    static X509Certificate selfSigned(PublicKey holder, PrivateKey key, String name, Instant now) {
        X500Name subject = new X500Name(name);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(Duration.ofDays(20 * 365))),
                subject,
                holder);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return signed(builder, key);
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509v3CertificateBuilder builder(PublicKey holder, String subject, Duration lifetime) {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                certificate,
                new BigInteger(SERIAL_BITS, random).setBit(0),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(lifetime)),
                new X500Name(subject),
                holder);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, KeyPurposeId... purposes) {
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purposes));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
        return signed(builder, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("This JVM can't sign with ECDSA", e);
        }
    }

    private static GeneralName generalName(String name) {
        return new GeneralName(ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}

package dev.gantry.server.authority;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the authority in the database, its key sealed; all servers of one database share it. */
final class AuthorityStore {
    private static final String PURPOSE = "key of the certificate authority";

    private final JdbcClient jdbc;
    private final SecretBox box;
    private final Clock clock;

    AuthorityStore(JdbcClient jdbc, SecretBox box, Clock clock) {
        this.jdbc = jdbc;
        this.box = box;
        this.clock = clock;
    }

    /** The authority, made at the first start; of several servers that start at once, one makes it. */
    CertificateAuthority loadOrCreate() {
        if (jdbc.sql("SELECT count(*) FROM authority").query(Long.class).single() == 0) {
            create();
        }
        return jdbc.sql("SELECT certificate, sealed_key FROM authority")
                .query((row, n) -> restore(row.getBytes("certificate"), row.getBytes("sealed_key")))
                .single();
    }

    private void create() {
        try {
            KeyPair pair = newKey();
            X509Certificate certificate = CertificateAuthority.selfSigned(
                    pair.getPublic(), pair.getPrivate(), "CN=Gantry agents", clock.instant());
            jdbc.sql("INSERT INTO authority (id, certificate, sealed_key) VALUES (1, ?, ?) ON CONFLICT DO NOTHING")
                    .param(certificate.getEncoded())
                    .param(box.seal(PURPOSE, pair.getPrivate().getEncoded()))
                    .update();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM can't make a certificate authority", e);
        }
    }

    private CertificateAuthority restore(byte[] certificate, byte[] sealedKey) {
        try {
            return new CertificateAuthority(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(box.open(PURPOSE, sealedKey))),
                    clock);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate authority in the database can't be read", e);
        }
    }

    static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}

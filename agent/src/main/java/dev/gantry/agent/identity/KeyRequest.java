package dev.gantry.agent.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A key pair made on this host (EC P-256) and the request for a certificate over it.
 *
 * @param pem PKCS#10, RFC 2986; its subject is only a proposal, the server decides who this host is
 */
record KeyRequest(KeyPair keys, String pem) {

    static KeyRequest make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            byte[] der = new JcaPKCS10CertificationRequestBuilder(
                            new X500Principal("CN=gantry-agent"), keys.getPublic())
                    .build(signer)
                    .getEncoded();
            return new KeyRequest(keys, Pem.encode("CERTIFICATE REQUEST", der));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this JDK can't make an EC P-256 key and a request for it", e);
        }
    }
}

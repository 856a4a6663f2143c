package dev.gantry.server.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.Protocol;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final KeyPair root = key("EC", 256);
    private final CertificateAuthority authority = new CertificateAuthority(
            CertificateAuthority.selfSigned(root.getPublic(), root.getPrivate(), "CN=Test", NOW),
            root.getPrivate(),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_client_certificate_names_its_host_and_serves_for_nothing_else() throws Exception {
        UUID host = UUID.randomUUID();
        X509Certificate certificate = authority.issueClient(
                CertificateRequest.parse(request(key("EC", 256))).publicKey(), host);

        certificate.verify(authority.certificate().getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + host);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    }

    @Test
    void the_servers_certificate_carries_the_common_name_of_all_servers_and_its_addresses() throws Exception {
        X509Certificate certificate = ServerIdentity.issue(
                        authority, List.of("box.example", "192.0.2.1", "2001:db8::1"))
                .certificate();

        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly(Protocol.SERVER_NAME, "box.example", "192.0.2.1", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void a_request_that_another_key_signed_is_refused() throws Exception {
        KeyPair shown = key("EC", 256);
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=x"), shown.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.getPrivate())));
        }
        assertThatThrownBy(() -> CertificateRequest.parse(text.toString()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not prove");
    }

    @Test
    void weak_keys_and_what_is_no_request_are_refused() {
        KeyPair weak = key("RSA", 1024);
        for (String bad : List.of(
                "",
                "x",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
                "y".repeat(20_000))) {
            assertThatThrownBy(() -> CertificateRequest.parse(bad)).isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> CertificateRequest.parse(request(weak))).hasMessageContaining("neither EC");
    }

    private static String request(KeyPair pair) throws Exception {
        String algorithm = pair.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=liar"), pair.getPublic())
                    .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
        }
        return text.toString();
    }

    private static KeyPair key(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that prove nothing, and ways from https to http. */
class UntrustedTlsTest extends RegistryTestBed {
    @TempDir
    Path dir;

    private FakeRegistry secure = newPlain();
    private String pem = "";

    @AfterEach
    void stopSecure() {
        secure.close();
    }

    private static FakeRegistry newPlain() {
        try {
            return new FakeRegistry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param keytool options that tell the certificate's name and time */
    private void serve(String... keytool) throws Exception {
        TestCertificate certificate = TestCertificate.make(dir, keytool);
        pem = certificate.pem();
        secure.close();
        secure = new FakeRegistry(certificate.tls());
        secure.serve(BLOB_PATH, "application/octet-stream", BLOB);
    }

    private RegistryEndpoint own() {
        return RegistryEndpoint.of(secure.host()).withAuthority(pem);
    }

    private RefusalCode code(RegistryEndpoint endpoint) {
        return refusal(() -> read(client(endpoint), descriptor(BLOB))).code();
    }

    @Test
    void a_registry_with_an_authority_of_its_own_is_read() throws Exception {
        serve("-ext", "SAN=ip:127.0.0.1");
        assertThat(read(client(own()), descriptor(BLOB))).isEqualTo(BLOB);
    }

    @Test
    void a_self_signed_certificate_is_refused_at_once() throws Exception {
        serve("-ext", "SAN=ip:127.0.0.1");
        assertThat(code(RegistryEndpoint.of(secure.host()))).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        serve("-ext", "SAN=dns:other.example.com");
        assertThat(code(own())).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
    }

    @Test
    void an_expired_certificate_is_refused() throws Exception {
        serve("-ext", "SAN=ip:127.0.0.1", "-startdate", "-10d", "-validity", "2");
        assertThat(code(own())).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
    }

    @Test
    void a_registry_without_tls_is_not_spoken_to_unless_that_is_allowed() {
        assertThat(refusal(() -> read(client(RegistryEndpoint.of(secure.host())), descriptor(BLOB))))
                .isNotNull();
        assertThat(secure.asked()).isEmpty();
    }

    @Test
    void a_redirect_from_https_to_http_is_refused() throws Exception {
        serve("-ext", "SAN=ip:127.0.0.1");
        stranger.serve("/away", "application/octet-stream", BLOB);
        secure.on(BLOB_PATH, FakeRegistry.redirect(stranger.url("127.0.0.1", "/away")));
        assertThat(code(own())).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
        assertThat(stranger.asked()).isEmpty();
    }

    @Test
    void a_token_service_on_http_of_a_registry_on_https_gets_no_password() throws Exception {
        serve("-ext", "SAN=ip:127.0.0.1");
        secure.on(
                BLOB_PATH,
                FakeRegistry.guarded(
                        "never", "Bearer realm=\"" + stranger.url("127.0.0.1", "/token") + "\"", exchange -> {}));
        assertThat(code(own().withCredentials(ANNA))).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
        assertThat(stranger.asked()).isEmpty();
    }

    @Test
    void an_authority_that_is_no_certificate_is_refused() throws Exception {
        serve("-ext", "SAN=ip:127.0.0.1");
        assertThat(refusal(() -> client(own().withAuthority("nonsense"))).code())
                .isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
    }
}

package dev.gantry.oci.registry.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.auth.Credentials;
import dev.gantry.oci.registry.check.RegistryFound.Login;
import dev.gantry.oci.registry.check.RegistryFound.Tls;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpSettings;
import dev.gantry.oci.testing.FakeRegistry;
import dev.gantry.oci.testing.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCheckTest {
    private static final String API = "/v2/";
    private static final Credentials ANNA = new Credentials("anna", "hunter2");
    private static final String BASIC = "Basic YW5uYTpodW50ZXIy";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private final Connections connections =
            new Connections(HttpSettings.DEFAULT.withStall(Duration.ofMillis(400)), pause -> {});
    private FakeRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private RegistryEndpoint plain() {
        return RegistryEndpoint.of(registry.host()).withPlainHttp();
    }

    private RegistryFound check(RegistryEndpoint endpoint) {
        RegistryFound found = new RegistryCheck(endpoint, connections).run();
        assertThat(found.toString()).doesNotContain("hunter2").doesNotContain(BASIC);
        return found;
    }

    private void guard(String expected, String challenge) {
        registry.on(
                API,
                FakeRegistry.guarded(expected, challenge, e -> FakeRegistry.reply(e, 200, "application/json", EMPTY)));
    }

    private static void assertStopped(RegistryFound found, boolean reached, Tls tls, Login login, RefusalCode code) {
        assertThat(found.reached()).as(found.toString()).isEqualTo(reached);
        assertThat(found.tls()).as(found.toString()).isEqualTo(tls);
        assertThat(found.login()).as(found.toString()).isEqualTo(login);
        assertThat(found.problem().orElseThrow().code()).as(found.toString()).isEqualTo(code);
    }

    private static void assertOpen(RegistryFound found, Tls tls, Login login) {
        assertThat(found.problem()).isEmpty();
        assertThat(found.reached()).isTrue();
        assertThat(found.tls()).isEqualTo(tls);
        assertThat(found.login()).isEqualTo(login);
    }

    @Test
    void a_registry_that_asks_nobody_needs_no_login_and_hears_no_secret() {
        registry.serve(API, "application/json", EMPTY);
        assertOpen(check(plain().withCredentials(ANNA)), Tls.NOT_USED, Login.NOT_NEEDED);
        assertThat(registry.asked())
                .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @Test
    void the_right_credentials_are_accepted() {
        guard(BASIC, "Basic realm=\"r\"");
        assertOpen(check(plain().withCredentials(ANNA)), Tls.NOT_USED, Login.ACCEPTED);
    }

    @Test
    void a_token_for_the_login_alone_is_asked_for_without_a_scope() {
        guard("Bearer t0k", "Bearer realm=\"" + registry.url("127.0.0.1", "/token") + "\",service=\"reg\"");
        registry.on("/token", exchange -> {
            boolean right = "service=reg".equals(exchange.getRequestURI().getRawQuery())
                    && BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] token = "{\"token\":\"t0k\"}".getBytes(StandardCharsets.UTF_8);
            FakeRegistry.reply(exchange, right ? 200 : 400, "application/json", token);
        });
        assertOpen(check(plain().withCredentials(ANNA)), Tls.NOT_USED, Login.ACCEPTED);
    }

    @Test
    void wrong_credentials_are_refused_and_tried_once() {
        guard("Basic other", "Basic realm=\"r\"");
        RegistryFound found = check(plain().withCredentials(ANNA));
        assertStopped(found, true, Tls.NOT_USED, Login.REFUSED, RefusalCode.REGISTRY_DENIED);
        assertThat(found.problem().orElseThrow().action()).contains("user and secret again");
        assertThat(registry.asked(API).stream()
                        .filter(asked -> asked.authorization().isPresent()))
                .hasSize(1);
    }

    @Test
    void a_registry_that_wants_a_login_says_so_to_nobody() {
        guard(BASIC, "Basic realm=\"r\"");
        RegistryFound found = check(plain());
        assertStopped(found, true, Tls.NOT_USED, Login.REFUSED, RefusalCode.REGISTRY_DENIED);
        assertThat(found.problem().orElseThrow().action()).contains("a user and a secret");
    }

    @Test
    void a_token_service_that_nobody_allowed_is_told_nothing() {
        guard("Bearer t0k", "Bearer realm=\"https://tokens.example.com/\"");
        assertStopped(
                check(plain().withCredentials(ANNA)),
                true,
                Tls.NOT_USED,
                Login.UNKNOWN,
                RefusalCode.REGISTRY_UNTRUSTED);
    }

    @Test
    void plain_http_where_tls_was_expected_is_told_and_hears_no_secret() {
        guard(BASIC, "Basic realm=\"r\"");
        RegistryFound found = check(RegistryEndpoint.of(registry.host()).withCredentials(ANNA));
        assertStopped(found, true, Tls.PLAIN_ANSWERED, Login.UNKNOWN, RefusalCode.REGISTRY_UNTRUSTED);
        assertThat(registry.asked())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @Test
    void a_certificate_is_trusted_only_when_its_authority_is() throws Exception {
        TestCertificate certificate = TestCertificate.make(dir, "-ext", "SAN=ip:127.0.0.1");
        registry.close();
        registry = new FakeRegistry(certificate.tls());
        guard(BASIC, "Basic realm=\"r\"");
        RegistryEndpoint secure = RegistryEndpoint.of(registry.host()).withCredentials(ANNA);
        assertStopped(check(secure), true, Tls.UNTRUSTED, Login.UNKNOWN, RefusalCode.REGISTRY_UNTRUSTED);
        assertThat(registry.asked()).isEmpty();
        assertOpen(check(secure.withAuthority(certificate.pem())), Tls.TRUSTED, Login.ACCEPTED);
    }

    @Test
    void nobody_at_the_address_is_not_reached() {
        RegistryEndpoint gone = RegistryEndpoint.of(registry.host());
        registry.close();
        assertStopped(check(gone), false, Tls.UNKNOWN, Login.UNKNOWN, RefusalCode.REGISTRY_UNREACHABLE);
    }

    @Test
    void a_registry_that_fails_was_reached() {
        registry.on(API, exchange -> exchange.sendResponseHeaders(503, -1));
        assertStopped(check(plain()), true, Tls.NOT_USED, Login.UNKNOWN, RefusalCode.REGISTRY_UNREACHABLE);
        assertThat(registry.asked()).hasSize(1);
    }

    @Test
    void a_web_server_is_no_registry() {
        assertStopped(check(plain()), true, Tls.NOT_USED, Login.UNKNOWN, RefusalCode.REGISTRY_INVALID);
        registry.serve(API, "text/html; charset=utf-8", EMPTY);
        assertStopped(check(plain()), true, Tls.NOT_USED, Login.UNKNOWN, RefusalCode.REGISTRY_INVALID);
    }
}

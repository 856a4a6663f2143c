package dev.gantry.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.auth.Credentials;
import dev.gantry.oci.testing.FakeRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets to see credentials: nobody but the registry and whom it may name. */
class StolenCredentialsTest extends RegistryTestBed {
    private static final byte[] TOKEN = "{\"token\":\"t0k\"}".getBytes(StandardCharsets.UTF_8);

    private void guard(String challenge) {
        registry.on(
                BLOB_PATH,
                FakeRegistry.guarded(
                        "Bearer t0k", challenge, e -> FakeRegistry.reply(e, 200, "application/octet-stream", BLOB)));
    }

    private static String bearer(String realm) {
        return "Bearer realm=\"" + realm + "\",service=\"reg\"";
    }

    @Test
    void a_token_of_the_registrys_own_service_opens_it() throws Exception {
        guard(bearer(registry.url("127.0.0.1", "/token")));
        registry.serve("/token", "application/json", TOKEN);
        assertThat(read(anna(), descriptor(BLOB))).isEqualTo(BLOB);
        assertThat(registry.asked("/token"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.authorization()).contains(BASIC));
    }

    @Test
    void a_realm_on_another_host_gets_no_credentials() {
        guard(bearer(stranger.url("localhost", "/token")));
        stranger.serve("/token", "application/json", TOKEN);
        assertThat(refusal(() -> read(anna(), descriptor(BLOB))))
                .hasMessageContaining("REGISTRY_UNTRUSTED")
                .hasMessageContaining("localhost, which nobody allowed");
        assertThat(stranger.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/token",
                "http://[::1]/token",
                "file:///etc/passwd",
                "http://user:secret@127.0.0.1/token",
                "//127.0.0.1/token",
                ""
            })
    void a_realm_that_leads_into_the_network_is_not_asked(String realm) {
        guard(bearer(realm));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))).code()).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
    }

    @Test
    void an_allowed_token_host_must_be_on_https() {
        guard(bearer(stranger.url("localhost", "/token")));
        RegistryClient client = client(endpoint().withCredentials(ANNA).withTokenHosts(Set.of("localhost")));
        assertThat(refusal(() -> read(client, descriptor(BLOB)))).hasMessageContaining("is not on https");
        assertThat(stranger.asked()).isEmpty();
    }

    @Test
    void a_token_service_that_redirects_to_another_host_hands_on_no_password() throws Exception {
        guard(bearer(registry.url("127.0.0.1", "/token")));
        registry.on("/token", FakeRegistry.redirect(stranger.url("localhost", "/token")));
        stranger.serve("/token", "application/json", TOKEN);
        read(anna(), descriptor(BLOB));
        assertThat(stranger.asked())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @Test
    void a_redirect_of_a_blob_to_another_host_drops_the_authorization_for_good() throws Exception {
        registry.on(
                BLOB_PATH,
                FakeRegistry.guarded(
                        BASIC, "Basic realm=\"r\"", FakeRegistry.redirect(stranger.url("localhost", "/away"))));
        stranger.on("/away", FakeRegistry.redirect(registry.url("127.0.0.1", "/back")));
        registry.serve("/back", "application/octet-stream", BLOB);
        assertThat(read(anna(), descriptor(BLOB))).isEqualTo(BLOB);
        assertThat(stranger.asked("/away").get(0).authorization()).isEmpty();
        assertThat(registry.asked("/back").get(0).authorization()).isEmpty();
    }

    @Test
    void a_stranger_that_a_redirect_leads_to_may_not_ask_for_credentials() {
        registry.on(BLOB_PATH, FakeRegistry.redirect(stranger.url("localhost", "/away")));
        stranger.on("/away", FakeRegistry.guarded(BASIC, "Basic realm=\"r\"", e -> e.sendResponseHeaders(200, -1)));
        assertThat(refusal(() -> read(anna(), descriptor(BLOB)))).hasMessageContaining("that one gets none");
        assertThat(stranger.asked()).hasSize(1);
    }

    @Test
    void more_than_five_redirects_are_refused() {
        registry.on(BLOB_PATH, FakeRegistry.redirect(BLOB_PATH));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB)))).hasMessageContaining("more than 5 times");
        assertThat(registry.asked()).hasSize(6);
    }

    @Test
    void a_redirect_to_a_file_or_to_nowhere_is_refused() {
        registry.on(BLOB_PATH, FakeRegistry.redirect("file:///etc/passwd"));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB))).code()).isEqualTo(RefusalCode.REGISTRY_UNTRUSTED);
        registry.on(BLOB_PATH, e -> e.sendResponseHeaders(302, -1));
        assertThat(refusal(() -> read(anonymous(), descriptor(BLOB)))).hasMessageContaining("points nowhere");
    }

    @Test
    void credentials_are_only_sent_once_the_registry_asks() throws Exception {
        registry.serve(BLOB_PATH, "application/octet-stream", BLOB);
        read(anna(), descriptor(BLOB));
        assertThat(registry.asked())
                .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @Test
    void wrong_credentials_are_tried_once() {
        registry.on(BLOB_PATH, FakeRegistry.guarded("Basic other", "Basic realm=\"r\"", e -> {}));
        RefusedException refusal = refusal(() -> read(anna(), descriptor(BLOB)));
        assertThat(refusal.code()).isEqualTo(RefusalCode.REGISTRY_DENIED);
        assertThat(refusal).hasMessageNotContaining("hunter2");
        assertThat(registry.asked()).hasSize(2);
    }

    @Test
    void a_token_that_ends_in_the_middle_is_renewed() throws Exception {
        guard(bearer(registry.url("127.0.0.1", "/token")));
        registry.serve("/token", "application/json", TOKEN);
        RegistryClient client = anna();
        read(client, descriptor(BLOB));
        registry.on(
                BLOB_PATH,
                FakeRegistry.guarded(
                        "Bearer next",
                        bearer(registry.url("127.0.0.1", "/token")),
                        e -> FakeRegistry.reply(e, 200, "application/octet-stream", BLOB)));
        registry.serve("/token", "application/json", "{\"access_token\":\"next\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(read(client, descriptor(BLOB))).isEqualTo(BLOB);
    }

    @Test
    void a_token_that_would_break_the_header_is_refused() {
        guard(bearer(registry.url("127.0.0.1", "/token")));
        registry.serve("/token", "application/json", "{\"token\":\"a\\r\\nX: y\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(() -> read(anna(), descriptor(BLOB)))).hasMessageContaining("holds no token");
    }

    @Test
    void credentials_are_never_shown() {
        assertThat(endpoint()
                        .withCredentials(new Credentials("anna", "hunter2"))
                        .toString())
                .doesNotContain("hunter2");
        assertThat(new RegistryAccess(java.util.List.of(endpoint().withCredentials(ANNA))).toString())
                .doesNotContain("hunter2");
        assertThat(Optional.of(ANNA).toString()).doesNotContain("hunter2");
    }
}

package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.identity.Fingerprint;
import dev.gantry.agent.identity.Identity;
import dev.gantry.agent.identity.IdentityStore;
import dev.gantry.agent.identity.JoinRefusedException;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class AdmissionTest {
    private static final int REMOVED = 401;

    @TempDir
    Path directory;

    private final JsonMapper json = ProtocolMapper.create();
    private final FakeServer server = new FakeServer();

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void a_host_that_is_joined_and_fine_keeps_its_identity_and_spends_no_token() throws Exception {
        Identity first = enter("one");
        assertThat(enter("two")).isEqualTo(first);
        assertThat(server.connections()).containsExactly(Protocol.JOIN_PATH, Protocol.IDENTITY_PATH);
        assertThat(server.received()).doesNotContain("two");
    }

    @Test
    void a_host_that_was_removed_joins_again_with_a_fresh_line() throws Exception {
        Identity first = enter("one");
        server.refuseLinksWith = REMOVED;
        Identity second = enter("two");
        assertThat(second.certificate()).isNotEqualTo(first.certificate());
        assertThat(new IdentityStore(new AgentHome(directory), json).load()).contains(second);
        assertThat(server.received()).contains("two");
    }

    @Test
    void a_host_that_was_removed_keeps_its_identity_until_a_join_has_worked() throws Exception {
        Identity first = enter("one");
        server.refuseLinksWith = REMOVED;
        server.onJoin = request -> new FakeServer.Answer(401, "{\"why\":\"the token was used before\"}");
        assertThatThrownBy(() -> enter("one"))
                .isInstanceOf(JoinRefusedException.class)
                .hasMessageContaining("used before");
        assertThat(new IdentityStore(new AgentHome(directory), json).load()).contains(first);
    }

    @Test
    void without_a_join_line_a_known_identity_is_taken_as_it_is() throws Exception {
        Identity first = enter("one");
        server.refuseLinksWith = REMOVED;
        assertThat(enter("")).isEqualTo(first);
        assertThat(server.connections()).containsExactly(Protocol.JOIN_PATH);
    }

    @Test
    void a_server_that_is_away_or_in_trouble_says_nothing_against_an_identity() throws Exception {
        Identity first = enter("one");
        server.refuseLinksWith = 503;
        assertThat(enter("two")).isEqualTo(first);
        server.close();
        assertThat(enter("two")).isEqualTo(first);
    }

    @Test
    void a_certificate_that_has_expired_needs_a_join() throws Exception {
        server.onJoin = request -> server.yes(request.certificateRequest(), Duration.ofSeconds(10));
        Identity first = enter("one");
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofSeconds(30)), ZoneOffset.UTC);
        server.onJoin = request -> server.yes(request.certificateRequest(), Duration.ofDays(1));
        assertThat(enter(server, "two", later)).isNotEqualTo(first);
        assertThat(server.connections()).containsExactly(Protocol.JOIN_PATH, Protocol.JOIN_PATH);
    }

    @Test
    void the_line_of_another_server_makes_this_the_host_of_that_one() throws Exception {
        Identity first = enter("one");
        try (FakeServer other = new FakeServer()) {
            Identity second = enter(other, "two", Clock.systemUTC());
            assertThat(Fingerprint.of(second.authority())).isEqualTo(other.fingerprint());
            assertThat(second.authority()).isNotEqualTo(first.authority());
        }
        assertThat(server.received()).doesNotContain("two");
    }

    private Identity enter(String token) throws Exception {
        return enter(server, token, Clock.systemUTC());
    }

    private Identity enter(FakeServer at, String token, Clock clock) throws Exception {
        AgentSettings settings = new AgentSettings(
                directory.toString(),
                at.endpoint().toString(),
                token,
                at.fingerprint().toString(),
                null,
                null);
        return new Admission(settings, json, clock, new Random(1)).identity("h");
    }
}

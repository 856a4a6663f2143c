package dev.gantry.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.agent.home.AgentHome;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.TestAuthority;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.ProtocolMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinTest {
    private static final String TOKEN = "very-secret-join-token";
    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path directory;

    @Test
    void joining_stores_an_identity_that_only_its_owner_can_read() throws Exception {
        try (FakeServer server = new FakeServer()) {
            Identity joined = joiner().join(line(server, server.fingerprint()));
            AgentHome home = new AgentHome(directory);
            assertThat(store().load()).contains(joined);
            assertThat(joined.hostId()).isEqualTo(FakeServer.HOST_ID);
            assertThat(joined.authority()).isEqualTo(server.authority.certificate());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.identity())))
                    .isEqualTo("rw-------");
            assertThat(directory.resolve("agent/identity").toFile().list()).containsExactly("identity.json");
            assertThat(server.received()).contains(TOKEN).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void nothing_is_sent_to_a_server_with_another_fingerprint() {
        try (FakeServer server = new FakeServer()) {
            Fingerprint other = Fingerprint.of(new TestAuthority().certificate());
            assertThatThrownBy(() -> joiner().join(line(server, other)))
                    .isInstanceOf(JoinRefusedException.class)
                    .hasMessageContaining(server.fingerprint().toString())
                    .hasMessageContaining("What to do:");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void nothing_is_sent_to_whom_the_authority_made_no_server() {
        TestAuthority authority = new TestAuthority();
        var agent = authority.serverContext(Protocol.SERVER_NAME, KeyPurposeId.id_kp_clientAuth);
        var stranger = authority.serverContext("other.example.com", KeyPurposeId.id_kp_serverAuth);
        var nameless = authority.serverContext(null, KeyPurposeId.id_kp_serverAuth);
        for (var context : java.util.List.of(agent, stranger, nameless)) {
            try (FakeServer server = new FakeServer(authority, context, 0)) {
                assertThatThrownBy(() -> joiner().join(line(server, server.fingerprint())))
                        .isInstanceOf(JoinRefusedException.class);
                assertThat(server.received()).isEmpty();
            }
        }
    }

    @Test
    void a_used_token_is_refused_once_and_for_all() {
        try (FakeServer server = new FakeServer()) {
            AtomicInteger asked = new AtomicInteger();
            server.onJoin = request -> {
                asked.incrementAndGet();
                return new FakeServer.Answer(
                        409, "{\"title\":\"Used\",\"why\":\"the token was used already\",\"action\":\"make another\"}");
            };
            assertThatThrownBy(() -> joiner().join(line(server, server.fingerprint())))
                    .isInstanceOf(JoinRefusedException.class)
                    .hasMessageContaining("the token was used already")
                    .hasMessageContaining("make another");
            assertThat(asked).hasValue(1);
            assertThat(new AgentHome(directory).identity()).doesNotExist();
        }
    }

    @Test
    void a_server_that_is_away_or_busy_is_tried_again() throws Exception {
        TestAuthority authority = new TestAuthority();
        FakeServer first = new FakeServer(authority);
        int port = first.endpoint().port();
        first.close();
        var joined = CompletableFuture.supplyAsync(() -> {
            try {
                return joiner().join(new Joiner.Line(
                        new Endpoint("127.0.0.1", port), TOKEN, Fingerprint.of(authority.certificate()), "h", "1"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        var context = authority.serverContext(Protocol.SERVER_NAME, KeyPurposeId.id_kp_serverAuth);
        try (FakeServer server = new FakeServer(authority, context, port)) {
            AtomicInteger asked = new AtomicInteger();
            server.onJoin = request -> asked.incrementAndGet() == 1
                    ? new FakeServer.Answer(503, "{}")
                    : server.yes(request.certificateRequest(), Duration.ofHours(1));
            assertThat(joined.get(20, TimeUnit.SECONDS).hostId()).isEqualTo(FakeServer.HOST_ID);
        }
    }

    @Test
    void a_certificate_for_another_key_is_not_taken() {
        try (FakeServer server = new FakeServer()) {
            AtomicInteger asked = new AtomicInteger();
            server.onJoin = request -> asked.incrementAndGet() == 1
                    ? server.yes(KeyRequest.make().pem(), Duration.ofHours(1))
                    : new FakeServer.Answer(410, "{}");
            assertThatThrownBy(() -> joiner().join(line(server, server.fingerprint())))
                    .isInstanceOf(JoinRefusedException.class);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void a_damaged_identity_says_which_file_and_what_to_do() throws IOException {
        AgentHome home = new AgentHome(directory);
        Files.createDirectories(directory.resolve("agent/identity"));
        Files.writeString(home.identity(), "{\"hostId\":\"x\"}");
        assertThatThrownBy(() -> store().load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.identity().toString())
                .hasMessageContaining("join again");
    }

    @Test
    void renewal_is_due_two_thirds_into_the_life() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.onJoin = request -> server.yes(request.certificateRequest(), Duration.ofDays(90));
            Identity joined = joiner().join(line(server, server.fingerprint()));
            Instant begin = joined.certificate().getNotBefore().toInstant();
            assertThat(Duration.between(begin, joined.renewAt())).isEqualTo(Duration.ofDays(60));
            assertThat(joined.toString()).doesNotContain("key");
        }
    }

    private Joiner joiner() {
        return new Joiner(store(), ProtocolMapper.create(), clock, new Random(1));
    }

    private IdentityStore store() {
        return new IdentityStore(new AgentHome(directory), ProtocolMapper.create());
    }

    private static Joiner.Line line(FakeServer server, Fingerprint fingerprint) {
        return new Joiner.Line(server.endpoint(), TOKEN, fingerprint, "h", "1");
    }
}

package dev.gantry.server.host;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.access.Callers;
import dev.gantry.server.agentport.AgentConnector;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.authority.CertificateAuthority;
import dev.gantry.server.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tokens that let one host join, once, soon. Only their hashes are kept. */
@Component
class JoinTokens {
    static final String PREFIX = "gantry_join_";
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int RANDOM_BYTES = 24;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;
    private final AuditLog audit;
    private final CertificateAuthority authority;
    private final AgentConnector port;
    private final SecureRandom random = new SecureRandom();

    JoinTokens(
            JdbcClient jdbc,
            Ids ids,
            Clock clock,
            AuditLog audit,
            CertificateAuthority authority,
            AgentConnector port) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.authority = authority;
        this.port = port;
    }

    @Transactional
    JoinTokenView create(@Nullable String hostName) {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        UUID id = ids.next();
        Instant now = clock.instant();
        forgetOld(now);
        Instant expires = now.plus(LIFETIME);
        jdbc.sql("""
                insert into host_join_token (id, hash, name, created_by, created_at, expires_at)
                values (:id, :hash, :name, :by, :now, :expires)
                """)
                .param("id", id)
                .param("hash", hash(token))
                .param("name", hostName)
                .param("by", Callers.current().name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .update();
        audit.record("host.join-token", "join-token", id, hostName, null, Map.of("expiresAt", expires.toString()));
        String command = "./gantry join --server " + port.advertised() + " --token " + token + " --fingerprint "
                + authority.fingerprint();
        return new JoinTokenView(id, expires, command, token);
    }

    /** Old tokens are kept for a while, so that a late second use is known as one. */
    private void forgetOld(Instant now) {
        jdbc.sql("delete from host_join_token where expires_at < :old")
                .param("old", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Whether the token could be used now. That costs little, so it is asked before any other work is done for it. */
    boolean good(String token) {
        return jdbc.sql("""
                select exists (select 1 from host_join_token
                                where hash = :hash and used_at is null and expires_at > :now)
                """)
                .param("hash", hash(token))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /** Uses the token up: of all who try, in whatever order, one gets it. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Grant> use(String token, UUID hostId) {
        return jdbc.sql("""
                update host_join_token set used_at = :now, used_by = :host
                 where hash = :hash and used_at is null and expires_at > :now
                returning id, name, created_by
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("host", hostId)
                .param("hash", hash(token))
                .query((row, n) ->
                        new Grant(row.getObject("id", UUID.class), row.getString("name"), row.getString("created_by")))
                .optional();
    }

    /** Why a token was not taken, once it was not. */
    Refused refused(String token) {
        return jdbc.sql("select id, used_at is not null as used from host_join_token where hash = :hash")
                .param("hash", hash(token))
                .query((row, n) -> new Refused(
                        row.getObject("id", UUID.class),
                        row.getBoolean("used") ? "it was used before" : "it has expired"))
                .optional()
                .orElse(new Refused(null, "it is none of this server's"));
    }

    private static byte[] hash(String token) {
        return Digest.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a token granted.
     *
     * @param hostName the name that its maker wants for the host
     */
    record Grant(UUID tokenId, @Nullable String hostName, String createdBy) {}

    /** @param tokenId null when there is no such token */
    record Refused(@Nullable UUID tokenId, String why) {}
}

package dev.gantry.server.identity;

import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tokens of scripts. The secret has 256 random bits, is shown once, and only its SHA-256 is kept. */
@Service
class Tokens {
    static final String PREFIX = "gantry_";
    private static final int SHOWN = PREFIX.length() + 6;

    private final TokenRows rows;
    private final AuditLog audit;
    private final LiveChanges live;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(TokenRows rows, AuditLog audit, LiveChanges live, Ids ids, Clock clock) {
        this.rows = rows;
        this.audit = audit;
        this.live = live;
        this.ids = ids;
        this.clock = clock;
    }

    /** An admin sees all, others their own. */
    @Transactional(readOnly = true)
    Page<TokenView> list(PageQuery query) {
        Caller caller = Callers.current();
        UUID owner = caller.isAdmin() ? null : caller.userId();
        return Page.of(
                        rows.list(owner, query.afterId(), query.oneMore()),
                        query,
                        rows.count(owner),
                        row -> row.view().id().toString())
                .map(TokenRows.Row::view);
    }

    @Transactional
    Made create(UUID userId, String userName, String name, Duration lives) {
        Instant now = clock.instant();
        if (rows.isNamed(userId, name, now)) {
            throw new ProblemException(
                    ErrorCode.NAME_TAKEN,
                    "Create token " + name,
                    userName + " has a valid token of this name",
                    "Choose another name, or revoke the other token first.");
        }
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant expires = now.plus(lives).truncatedTo(ChronoUnit.SECONDS);
        TokenView token = new TokenView(ids.next(), name, text.substring(0, SHOWN), now, expires, null, null, userName);
        rows.insert(token, userId, sha256(text));
        audit.record(
                "token.create",
                "token",
                token.id(),
                name,
                null,
                Map.of("user", userName, "expiresAt", expires.toString()));
        live.changed(Topic.TOKENS, token.id());
        return new Made(token, text);
    }

    /** Revokes one's own token, or as an admin any. One that is revoked already stays so. */
    @Transactional
    void revoke(UUID id) {
        Caller caller = Callers.current();
        TokenRows.Row row = rows.byId(id)
                .filter(found -> caller.isAdmin() || found.userId().equals(caller.id()))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "Revoke token " + id,
                        "there is none with this id, or it is not yours",
                        "List the tokens to see which there are."));
        if (row.view().revokedAt() == null) {
            rows.revoke(id, clock.instant());
            audit.record(
                    "token.revoke",
                    "token",
                    id,
                    row.view().name(),
                    Map.of("user", row.view().userName()),
                    null);
            live.changed(Topic.TOKENS, id);
        }
    }

    /** Revokes the user's tokens of this name, whose secret nobody has any more. */
    @Transactional
    void revokeNamed(UUID userId, String name) {
        for (UUID id : rows.revokeNamed(userId, name, clock.instant())) {
            audit.record("token.revoke", "token", id, name, null, null);
            live.changed(Topic.TOKENS, id);
        }
    }

    /** The token of this secret when it may be used now, or null. */
    TokenRows.@Nullable Row use(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() > 100) {
            return null;
        }
        Instant now = clock.instant();
        TokenRows.Row row =
                rows.byHash(sha256(secret)).filter(found -> found.valid(now)).orElse(null);
        if (row != null && wasUsedLongAgo(row.view().lastUsedAt(), now)) {
            rows.used(row.view().id(), now);
        }
        return row;
    }

    private static boolean wasUsedLongAgo(@Nullable Instant last, Instant now) {
        return last == null || Duration.between(last, now).toSeconds() >= 60;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** A new token with its secret. */
    record Made(TokenView token, String secret) {
        @Override
        public String toString() {
            return "Made[" + token.name() + "]";
        }
    }
}

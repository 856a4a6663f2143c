package dev.gantry.server.host;

import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.protocol.Join;
import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.audit.RefusalLog;
import dev.gantry.server.authority.CertificateAuthority;
import dev.gantry.server.authority.CertificateRequest;
import dev.gantry.server.authority.Pem;
import dev.gantry.server.host.certificate.HostCertificates;
import dev.gantry.server.host.certificate.HostIdentity;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.Ids;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.AddressBlock;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes a host of whoever holds a good token, and renews the certificate of who is one. */
@Component
class JoinService {
    private static final int NAME_ATTEMPTS = 5;

    private final HostRepository hosts;
    private final JoinTokens tokens;
    private final HostCertificates certificates;
    private final CertificateAuthority authority;
    private final AuditLog audit;
    private final RefusalLog refusals;
    private final LiveChanges live;
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;
    private final TransactionTemplate transaction;

    JoinService(
            HostRepository hosts,
            JoinTokens tokens,
            HostCertificates certificates,
            CertificateAuthority authority,
            AuditLog audit,
            RefusalLog refusals,
            LiveChanges live,
            JdbcClient jdbc,
            Ids ids,
            Clock clock,
            TransactionTemplate transaction) {
        this.hosts = hosts;
        this.tokens = tokens;
        this.certificates = certificates;
        this.authority = authority;
        this.audit = audit;
        this.refusals = refusals;
        this.live = live;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** Errors with TOKEN_INVALID when the token is used, expired or unknown; the attempt is written down. */
    Join.Response join(Join.Request asked, String address) {
        String token = asked.token() == null ? "" : asked.token();
        if (!tokens.good(token)) {
            throw refuse(token, asked.hostname(), address);
        }
        CertificateRequest request = read(asked.certificateRequest());
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction
                        .execute(status -> admit(token, asked.hostname(), request, address))
                        .orElseThrow(() -> refuse(token, asked.hostname(), address));
            } catch (DataIntegrityViolationException nameTakenMeanwhile) {
                if (attempt == NAME_ATTEMPTS) {
                    throw nameTakenMeanwhile;
                }
            }
        }
    }

    private Optional<Join.Response> admit(
            String token, @Nullable String hostname, CertificateRequest request, String address) {
        UUID id = ids.next();
        JoinTokens.Grant grant = tokens.use(token, id).orElse(null);
        if (grant == null) {
            return Optional.empty();
        }
        String name = HostNames.free(grant.hostName() == null ? hostname : grant.hostName(), hosts::existsByName);
        hosts.saveAndFlush(new HostEntity(id, name, clock.instant()));
        jdbc.sql("insert into host_wish (host_id, revision) values (:id, 1)")
                .param("id", id)
                .update();
        jdbc.sql("insert into host_status (host_id) values (:id)")
                .param("id", id)
                .update();
        X509Certificate certificate = certificates.issue(id, request);
        audit.record(
                Callers.host(id, name, address),
                "host.join",
                "host",
                id,
                name,
                null,
                Map.of("name", name, "joinToken", grant.tokenId().toString(), "tokenBy", grant.createdBy()));
        live.changed(Topic.HOSTS, id);
        return Optional.of(
                new Join.Response(id.toString(), name, Pem.of(certificate), Pem.of(authority.certificate())));
    }

    private ProblemException refuse(String token, @Nullable String hostname, String address) {
        JoinTokens.Refused refused = tokens.refused(token);
        refusals.record(
                "host.join-refused",
                "join-token",
                refused.tokenId(),
                AddressBlock.of(address),
                refused.why(),
                Map.of("hostname", HostNames.free(hostname, name -> false)));
        return new ProblemException(
                ErrorCode.TOKEN_INVALID,
                "Join this host",
                "the join token is not good: " + refused.why(),
                "Make a fresh join line in Gantry under Hosts and paste it within 15 minutes; each is good once.");
    }

    /** A fresh certificate for a host that shows a good one. */
    Join.Response renew(HostIdentity host, Join.Renewal asked, String address) {
        CertificateRequest request = read(asked.certificateRequest());
        X509Certificate certificate = transaction.execute(status -> {
            X509Certificate fresh = certificates.issue(host.id(), request);
            audit.record(
                    Callers.host(host.id(), host.name(), address),
                    "host.renew",
                    "host",
                    host.id(),
                    host.name(),
                    null,
                    Map.of("expiresAt", fresh.getNotAfter().toInstant().toString()));
            live.changed(Topic.HOSTS, host.id());
            return fresh;
        });
        return new Join.Response(
                host.id().toString(), host.name(), Pem.of(certificate), Pem.of(authority.certificate()));
    }

    private static CertificateRequest read(@Nullable String pem) {
        try {
            return CertificateRequest.parse(pem == null ? "" : pem);
        } catch (RefusedException e) {
            throw ProblemException.of(e.refusal());
        }
    }
}

package dev.gantry.server.host.certificate;

import dev.gantry.server.authority.CertificateAuthority;
import dev.gantry.server.authority.CertificateRequest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which certificates are good: those written down here, and no other, whoever signed them. */
@Component
public class HostCertificates {
    private static final Pattern SUBJECT = Pattern.compile("CN=([0-9a-f-]{36})");

    private final JdbcClient jdbc;
    private final CertificateAuthority authority;
    private final Clock clock;

    HostCertificates(JdbcClient jdbc, CertificateAuthority authority, Clock clock) {
        this.jdbc = jdbc;
        this.authority = authority;
        this.clock = clock;
    }

    /** Signs a certificate and writes it down. Those from before stay good until the new one is used. */
    @Transactional(propagation = Propagation.MANDATORY)
    public X509Certificate issue(UUID hostId, CertificateRequest request) {
        X509Certificate certificate = authority.issueClient(request.publicKey(), hostId);
        jdbc.sql("""
                insert into host_certificate (serial, host_id, issued_at, expires_at)
                values (:serial, :host, :issued, :expires)
                """)
                .param("serial", serial(certificate))
                .param("host", hostId)
                .param("issued", clock.instant().atOffset(ZoneOffset.UTC))
                .param("expires", certificate.getNotAfter().toInstant().atOffset(ZoneOffset.UTC))
                .update();
        return certificate;
    }

    /** The host that the certificate speaks for; empty when there is none, or it is good no longer. */
    public Optional<HostIdentity> identify(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            return Optional.empty();
        }
        Matcher subject = SUBJECT.matcher(certificate.getSubjectX500Principal().getName());
        if (!subject.matches()
                || clock.instant().isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.empty();
        }
        return jdbc.sql("""
                select h.id, h.name from host_certificate c join host h on h.id = c.host_id
                 where c.serial = :serial and c.host_id = :host
                """)
                .param("serial", serial(certificate))
                .param("host", UUID.fromString(subject.group(1)))
                .query((row, n) ->
                        new HostIdentity(row.getObject("id", UUID.class), row.getString("name"), serial(certificate)))
                .optional();
    }

    /** Whether the host is still there and its certificate good. */
    public boolean good(HostIdentity host) {
        return jdbc.sql("select exists (select 1 from host_certificate where serial = :serial and host_id = :host)")
                .param("serial", host.serial())
                .param("host", host.id())
                .query(Boolean.class)
                .single();
    }

    /** The certificate is in use: those issued before it end. */
    @Transactional
    public void supersede(HostIdentity used) {
        jdbc.sql("""
                delete from host_certificate old using host_certificate used
                 where used.serial = :serial and old.host_id = used.host_id and old.issued_at < used.issued_at
                """).param("serial", used.serial()).update();
    }

    private static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }
}

package dev.gantry.agent.identity;

import dev.gantry.protocol.Protocol;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts exactly one authority, and of its certificates exactly the server's.
 *
 * <p>There is deliberately no check of the host name that was dialled: an agent may reach its server through NAT, a
 * tunnel or a load balancer, under any name or address. What proves the server is a certificate of the pinned
 * authority that carries {@link Protocol#SERVER_NAME} and may act as a TLS server; no agent gets such a one. An
 * extended trust manager, since the JDK adds its own host name check to the plain kind.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final int DNS_NAME = 2;

    /** Finds the anchor for a presented chain. */
    private interface Pin {
        X509Certificate anchor(X509Certificate last) throws CertificateException;
    }

    private final Pin pin;
    private final Clock clock;

    private ServerTrust(Pin pin, Clock clock) {
        this.pin = pin;
        this.clock = clock;
    }

    /** For an agent that joined. */
    static ServerTrust pinned(X509Certificate authority, Clock clock) {
        return new ServerTrust(last -> authority, clock);
    }

    /** For the first contact: the chain's last certificate must be the CA of the join line. */
    static ServerTrust firstContact(Fingerprint expected, Clock clock) {
        return new ServerTrust(
                last -> {
                    Fingerprint found = Fingerprint.of(last);
                    if (!found.equals(expected)) {
                        throw new UntrustedServerException(
                                "its authority has the fingerprint " + found + ", the join line says " + expected);
                    }
                    return last;
                },
                clock);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate anchor = pin.anchor(chain[chain.length - 1]);
        if (anchor.getBasicConstraints() < 0) {
            throw new UntrustedServerException("what should be its authority's certificate is no CA certificate");
        }
        validate(chain, anchor);
        if (!names(chain[0]).contains(Protocol.SERVER_NAME)) {
            throw new UntrustedServerException("its certificate is not for " + Protocol.SERVER_NAME);
        }
        List<String> uses = chain[0].getExtendedKeyUsage();
        if (uses == null || !uses.contains(SERVER_AUTHENTICATION)) {
            throw new UntrustedServerException("its certificate is not for TLS servers");
        }
    }

    private void validate(X509Certificate[] chain, X509Certificate anchor) throws CertificateException {
        List<X509Certificate> path = new ArrayList<>(Arrays.asList(chain));
        path.removeIf(anchor::equals);
        if (path.isEmpty()) {
            throw new UntrustedServerException("it presents its authority's certificate and none of its own");
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            // Revocation is the server's side of the matter; the authority has no responder.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException e) {
            throw new UntrustedServerException("its certificate is not from the authority that this host trusts, or"
                    + " not valid now by this host's clock (" + e.getMessage() + ")");
        }
    }

    private static Set<String> names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return Set.of();
        }
        return alternatives.stream()
                .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                .map(name -> String.valueOf(name.get(1)))
                .collect(Collectors.toSet());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("an agent is never a TLS server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

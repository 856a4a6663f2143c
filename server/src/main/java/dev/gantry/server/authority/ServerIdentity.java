package dev.gantry.server.authority;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collection;

/**
 * What the agent port shows and trusts; made anew at each start and never written anywhere.
 *
 * @param keys one entry "server" whose chain ends in the authority's certificate; no password
 * @param trusted the authority alone
 */
public record ServerIdentity(KeyStore keys, KeyStore trusted, X509Certificate certificate) {
    public static final String ALIAS = "server";
    /** JSSE wants a password even for a store that never leaves memory. */
    public static final String PASSWORD = "memory";

    public static ServerIdentity issue(CertificateAuthority authority, Collection<String> names) {
        try {
            KeyPair pair = AuthorityStore.newKey();
            X509Certificate certificate = authority.issueServer(pair.getPublic(), names);
            KeyStore keys = empty();
            keys.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
                certificate, authority.certificate()
            });
            KeyStore trusted = empty();
            trusted.setCertificateEntry("authority", authority.certificate());
            return new ServerIdentity(keys, trusted, certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM can't make the agent port's certificate", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}

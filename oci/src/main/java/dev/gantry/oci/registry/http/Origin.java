package dev.gantry.oci.registry.http;

import java.net.URI;
import java.util.Locale;

/** Whom credentials belong to: RFC 6454. @param port never the default's -1 */
public record Origin(String scheme, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Refuses what is no address of a host on HTTP. */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if ((!secure && !scheme.equals("http")) || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw HttpRefusals.untrusted(
                    "follow a registry's address",
                    "\"" + HttpRefusals.shown(uri.toString()) + "\" is no http or https address of a host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP;
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}

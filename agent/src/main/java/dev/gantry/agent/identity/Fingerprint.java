package dev.gantry.agent.identity;

import dev.gantry.protocol.Protocol;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * SHA-256 of a CA certificate's DER, as join lines carry it.
 *
 * @param hex 64 lower-case hex digits
 */
public record Fingerprint(String hex) {
    private static final Pattern HEX = Pattern.compile("[a-f0-9]{64}");

    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("\"" + hex + "\" is no fingerprint; write " + Protocol.FINGERPRINT_PREFIX
                    + " and 64 hex digits, as in the join line");
        }
    }

    /**
     * Parses {@code SHA256:…}; upper case and colons between the digits, as openssl prints them, are fine.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Fingerprint parse(String text) {
        String digits = text.strip();
        if (digits.regionMatches(true, 0, Protocol.FINGERPRINT_PREFIX, 0, Protocol.FINGERPRINT_PREFIX.length())) {
            digits = digits.substring(Protocol.FINGERPRINT_PREFIX.length());
        }
        return new Fingerprint(digits.replace(":", "").toLowerCase(Locale.ROOT));
    }

    public static Fingerprint of(X509Certificate certificate) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().formatHex(sum));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256, and parsed certificates have a DER form", e);
        }
    }

    @Override
    public String toString() {
        return Protocol.FINGERPRINT_PREFIX + hex;
    }
}

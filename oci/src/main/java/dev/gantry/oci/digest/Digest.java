package dev.gantry.oci.digest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 content digest; its text is safe to be part of a file name.
 *
 * @param hex 64 lower-case hex digits
 */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[a-f0-9]{64}");
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw invalid(hex);
        }
    }

    /** Parses {@code sha256:<64 hex digits>}; other algorithms are refused. */
    @JsonCreator
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw invalid(text);
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    public static Digest of(byte[] content) {
        return finish(sha256().digest(content));
    }

    /** Wraps the 32 bytes of a finished SHA-256. */
    public static Digest finish(byte[] sha256) {
        return new Digest(HexFormat.of().formatHex(sha256));
    }

    /** A SHA-256 for long content, by a {@link CryptoLibrary} that is faster than the JDK where there is one. */
    public static MessageDigest ofStream() {
        return CryptoLibrary.provider().map(Digest::sha256).orElseGet(Digest::sha256);
    }

    private static MessageDigest sha256(Provider by) {
        try {
            return MessageDigest.getInstance("SHA-256", by);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(by + " is there for SHA-256", e);
        }
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static RefusedException invalid(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        String shown = clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
        return new RefusedException(
                RefusalCode.INVALID_ARGUMENT,
                "read the digest \"" + shown + "\"",
                "it is not sha256: and 64 lower-case hex digits",
                "give a digest such as sha256:" + "0".repeat(8) + "…, as the image's page shows it");
    }
}

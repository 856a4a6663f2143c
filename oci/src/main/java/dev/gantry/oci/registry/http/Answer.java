package dev.gantry.oci.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came back; to be closed, which gives up a body that was not read to its end.
 *
 * @param uri where it came from, after redirects
 */
public record Answer(int status, HttpHeaders headers, InputStream body, URI uri) implements AutoCloseable {
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    public boolean isOk() {
        return status >= OK && status < REDIRECTION;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Empty when the registry does not say, or not a number. */
    public OptionalLong length() {
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The whole body.
     *
     * @param max bytes; more is refused
     * @param what for the refusal: "the manifest"
     */
    public byte[] read(int max, String what) throws Transient {
        try {
            byte[] bytes = body.readNBytes(max + 1);
            if (bytes.length > max) {
                throw HttpRefusals.invalid(
                        "read " + what, "it has more than " + max + " bytes, which is the most that is read");
            }
            return bytes;
        } catch (IOException e) {
            throw Wire.broken("read " + what, e);
        }
    }

    /** The first bytes of the body: of a page that merely explains a status, more is not worth reading. */
    public byte[] head(int max, String what) throws Transient {
        try {
            return body.readNBytes(max);
        } catch (IOException e) {
            throw Wire.broken("read " + what, e);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // It is given up anyway.
            return;
        }
    }
}

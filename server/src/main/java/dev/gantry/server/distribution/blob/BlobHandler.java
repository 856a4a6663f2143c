package dev.gantry.server.distribution.blob;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.distribution.protocol.Headers;
import dev.gantry.server.distribution.protocol.Route;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Hands out blobs: OCI distribution specification, "Pulling blobs" and "Deleting Blobs" (end-2, end-10). */
@Component
public class BlobHandler {
    private static final int PIECE = 128 << 10;
    /** What a digest names never changes, but who may read it does. */
    private static final String FOREVER = "private, max-age=31536000, immutable";

    private final Blobs blobs;
    private final BlobStore store;

    BlobHandler(Blobs blobs, BlobStore store) {
        this.blobs = blobs;
        this.store = store;
    }

    /** GET and HEAD. */
    public void read(Route.Blob blob, HttpServletRequest request, HttpServletResponse response) throws IOException {
        long size = blobs.find(blob.name(), blob.digest()).sizeBytes();
        response.setHeader(Headers.CONTENT_DIGEST, blob.digest().toString());
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.ETAG, "\"" + blob.digest() + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, FOREVER);
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        ByteRange range = ByteRange.parse(request.getHeader(HttpHeaders.RANGE), size);
        if (range == null) {
            range = new ByteRange(0, size);
        } else if (!range.satisfiable(size)) {
            throw new DistributionException(
                            DistributionCode.SIZE_INVALID,
                            HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                            "the blob has " + size + " bytes and none of the asked range",
                            null)
                    .with(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
        } else {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(
                    HttpHeaders.CONTENT_RANGE, "bytes " + range.from() + "-" + (range.end() - 1) + "/" + size);
        }
        response.setContentLengthLong(range.length());
        if (!request.getMethod().equals("HEAD")) {
            send(blob.digest(), range, response.getOutputStream());
        }
    }

    private void send(Digest digest, ByteRange range, OutputStream out) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, range.length()))];
        try (InputStream in = store.open(digest, range.from())) {
            long left = range.length();
            while (left > 0) {
                int n = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (n < 0) {
                    throw new IllegalStateException("The blob store lost the last " + left + " bytes of " + digest);
                }
                out.write(piece, 0, n);
                left -= n;
            }
        }
    }

    /** DELETE. */
    public void remove(Route.Blob blob, HttpServletResponse response) {
        blobs.remove(blob.name(), blob.digest());
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }
}

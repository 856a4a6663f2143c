package dev.gantry.server.distribution.upload;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.distribution.protocol.Headers;
import dev.gantry.server.distribution.protocol.Paths;
import dev.gantry.server.distribution.protocol.Query;
import dev.gantry.server.distribution.protocol.Route;
import dev.gantry.server.repository.RepositoryName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Takes blobs: OCI distribution specification, "Pushing Blobs" (end-4 to end-6, end-11, end-13, end-14). */
@Component
public class UploadHandler {
    private final Uploads uploads;

    UploadHandler(Uploads uploads) {
        this.uploads = uploads;
    }

    /** POST: begins an upload, takes a whole blob with ?digest, or mounts one with ?mount. */
    public void begin(Route.Uploads into, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String mount = Query.of(request, "mount");
        if (mount != null) {
            Digest digest = Route.digest(mount);
            String from = Query.of(request, "from");
            RepositoryName source =
                    from == null ? null : RepositoryName.parse(from).orElseThrow(UploadHandler::badSource);
            if (uploads.mount(into.name(), digest, source)) {
                created(into.name(), digest, response);
                return;
            }
        }
        String whole = mount == null ? Query.of(request, "digest") : null;
        Digest digest = whole == null ? null : Route.digest(whole);
        Chunk chunk = Chunk.of(request);
        UUID id = uploads.begin(into.name());
        if (digest == null) {
            answer(HttpServletResponse.SC_ACCEPTED, into.name(), id, 0, response);
            return;
        }
        boolean done = false;
        try {
            uploads.append(into.name(), id, chunk, request.getInputStream());
            uploads.finish(into.name(), id, digest);
            done = true;
        } finally {
            if (!done) {
                uploads.forget(id);
            }
        }
        created(into.name(), digest, response);
    }

    /** GET: how far it has come. */
    public void status(Route.Upload upload, HttpServletResponse response) throws IOException {
        long size = uploads.size(upload.name(), upload.id());
        answer(HttpServletResponse.SC_NO_CONTENT, upload.name(), upload.id(), size, response);
    }

    /** PATCH: goes on. */
    public void append(Route.Upload upload, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long size = uploads.append(upload.name(), upload.id(), Chunk.of(request), request.getInputStream());
        answer(HttpServletResponse.SC_ACCEPTED, upload.name(), upload.id(), size, response);
    }

    /** PUT: ends it, with or without a last part. */
    public void finish(Route.Upload upload, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String said = Query.of(request, "digest");
        if (said == null) {
            throw new DistributionException(
                    DistributionCode.DIGEST_INVALID, "an upload ends with ?digest=, the digest of all its bytes");
        }
        Digest digest = Route.digest(said);
        Chunk chunk = Chunk.of(request);
        if (chunk.length().orElse(1) > 0 || chunk.from().isPresent()) {
            uploads.append(upload.name(), upload.id(), chunk, request.getInputStream());
        }
        uploads.finish(upload.name(), upload.id(), digest);
        created(upload.name(), digest, response);
    }

    /** DELETE: cancels it. */
    public void cancel(Route.Upload upload, HttpServletResponse response) {
        uploads.cancel(upload.name(), upload.id());
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static void answer(int status, RepositoryName name, UUID id, long size, HttpServletResponse response) {
        response.setStatus(status);
        progress(name, id, size).forEach(response::setHeader);
    }

    /** Where to go on, and what is there; the last byte's offset, which is 0 for nothing, too, as all registries say. */
    static Map<String, String> progress(RepositoryName name, UUID id, long size) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.LOCATION, Paths.upload(name, id));
        headers.put(HttpHeaders.RANGE, "0-" + Math.max(0, size - 1));
        headers.put(Headers.UPLOAD_ID, id.toString());
        return headers;
    }

    private static void created(RepositoryName name, Digest digest, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_CREATED);
        response.setHeader(HttpHeaders.LOCATION, Paths.blob(name, digest));
        response.setHeader(Headers.CONTENT_DIGEST, digest.toString());
    }

    private static DistributionException badSource() {
        return new DistributionException(DistributionCode.NAME_INVALID, "from is no name of a repository");
    }
}

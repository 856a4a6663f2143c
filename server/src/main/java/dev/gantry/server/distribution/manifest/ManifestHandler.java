package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.protocol.BrokenBodyException;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.distribution.protocol.Headers;
import dev.gantry.server.distribution.protocol.Paths;
import dev.gantry.server.distribution.protocol.Route;
import dev.gantry.server.repository.Repositories;
import dev.gantry.server.repository.RepositoryName;
import dev.gantry.server.repository.TagName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Manifests: OCI distribution specification, "Pulling", "Pushing" and "Deleting Manifests" (end-3, end-7, end-9). */
@Component
public class ManifestHandler {
    /** Reads of what is too large, before the refusal is told. */
    private static final int DRAINED = 4_096;

    private final Manifests manifests;
    private final ManifestQueries queries;
    private final Repositories repositories;

    ManifestHandler(Manifests manifests, ManifestQueries queries, Repositories repositories) {
        this.manifests = manifests;
        this.queries = queries;
        this.repositories = repositories;
    }

    /** GET and HEAD by tag. */
    public void read(Route.Tagged tagged, HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(tagged.name(), queries.find(tagged.name(), tagged.tag()), "tag " + tagged.tag(), request, response);
    }

    /** GET and HEAD by digest. */
    public void read(Route.Manifest manifest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<StoredManifest> found = queries.find(manifest.name(), manifest.digest());
        send(manifest.name(), found, "manifest " + manifest.digest(), request, response);
    }

    private static void send(
            RepositoryName name,
            Optional<StoredManifest> found,
            String what,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        StoredManifest manifest = found.orElseThrow(() -> unknown(name, what));
        response.setHeader(Headers.CONTENT_DIGEST, manifest.digest().toString());
        response.setHeader(HttpHeaders.ETAG, "\"" + manifest.digest() + "\"");
        response.setContentType(manifest.mediaType());
        response.setContentLength(manifest.bytes().length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(manifest.bytes());
        }
    }

    /** PUT by tag. */
    public void put(Route.Tagged tagged, HttpServletRequest request, HttpServletResponse response) throws IOException {
        put(tagged.name(), tagged.tag(), body(request), request, response);
    }

    /** PUT by digest. */
    public void put(Route.Manifest manifest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] bytes = body(request);
        if (!Digest.of(bytes).equals(manifest.digest())) {
            throw new DistributionException(
                    DistributionCode.DIGEST_INVALID,
                    "the manifest has the digest " + Digest.of(bytes) + " and was announced as " + manifest.digest());
        }
        put(manifest.name(), null, bytes, request, response);
    }

    private void put(
            RepositoryName name,
            @Nullable TagName tag,
            byte[] bytes,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ManifestContent content = ManifestReader.read(bytes, request.getContentType());
        manifests.put(name, tag, bytes, content);
        String digest = Digest.of(bytes).toString();
        if (content.subject() != null) {
            response.setHeader(Headers.SUBJECT, content.subject().toString());
        }
        response.setStatus(HttpServletResponse.SC_CREATED);
        response.setHeader(HttpHeaders.LOCATION, Paths.manifest(name, digest));
        response.setHeader(Headers.CONTENT_DIGEST, digest);
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        try {
            InputStream in = request.getInputStream();
            byte[] bytes = in.readNBytes(StrictJson.MAX_BYTES + 1);
            if (bytes.length <= StrictJson.MAX_BYTES) {
                return bytes;
            }
            // Many clients read no answer before they have sent all.
            int reads = 0;
            while (reads < DRAINED && in.read(bytes) >= 0) {
                reads++;
            }
        } catch (IOException e) {
            throw new BrokenBodyException(e);
        }
        throw new DistributionException(
                DistributionCode.MANIFEST_INVALID,
                HttpStatus.CONTENT_TOO_LARGE,
                "a manifest has at most " + StrictJson.MAX_BYTES + " bytes",
                null);
    }

    /** DELETE by tag: the manifest stays. */
    public void remove(Route.Tagged tagged, HttpServletResponse response) {
        if (queries.find(tagged.name(), tagged.tag()).isEmpty()) {
            throw unknown(tagged.name(), "tag " + tagged.tag());
        }
        repositories.untag(tagged.name(), tagged.tag());
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }

    /** DELETE by digest, with the tags that lead to it. */
    public void remove(Route.Manifest manifest, HttpServletResponse response) {
        if (queries.find(manifest.name(), manifest.digest()).isEmpty()) {
            throw unknown(manifest.name(), "manifest " + manifest.digest());
        }
        repositories.removeManifest(manifest.name(), manifest.digest(), false);
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }

    private static DistributionException unknown(RepositoryName name, String what) {
        return new DistributionException(
                DistributionCode.MANIFEST_UNKNOWN, "repository " + name + " has no " + what + "; push it first");
    }
}

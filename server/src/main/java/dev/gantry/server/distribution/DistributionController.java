package dev.gantry.server.distribution;

import dev.gantry.server.distribution.blob.BlobHandler;
import dev.gantry.server.distribution.blob.BlobStoreMark;
import dev.gantry.server.distribution.manifest.ManifestHandler;
import dev.gantry.server.distribution.manifest.ReferrersHandler;
import dev.gantry.server.distribution.protocol.BrokenBodyException;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionErrors;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.distribution.protocol.Headers;
import dev.gantry.server.distribution.protocol.Route;
import dev.gantry.server.distribution.upload.UploadHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * The registry's protocol, OCI distribution specification 1.1. Names of repositories have slashes, which no pattern of
 * Spring's finds the end of, so one mapping takes all and {@link Route} reads the address.
 */
@Controller
class DistributionController {
    private static final Logger LOG = LoggerFactory.getLogger(DistributionController.class);

    private final BlobHandler blobs;
    private final UploadHandler uploads;
    private final ManifestHandler manifests;
    private final ReferrersHandler referrers;
    private final ListHandler lists;
    private final BlobStoreMark mark;
    private final DistributionErrors errors;

    DistributionController(
            BlobHandler blobs,
            UploadHandler uploads,
            ManifestHandler manifests,
            ReferrersHandler referrers,
            ListHandler lists,
            BlobStoreMark mark,
            DistributionErrors errors) {
        this.blobs = blobs;
        this.uploads = uploads;
        this.manifests = manifests;
        this.referrers = referrers;
        this.lists = lists;
        this.mark = mark;
        this.errors = errors;
    }

    @RequestMapping(
            path = {"/v2", "/v2/{*path}"},
            method = {
                RequestMethod.GET,
                RequestMethod.HEAD,
                RequestMethod.POST,
                RequestMethod.PUT,
                RequestMethod.PATCH,
                RequestMethod.DELETE
            })
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(Headers.API_VERSION, "registry/2.0");
        try {
            serve(Route.parse(request.getServletPath()), request, response);
        } catch (ClientAbortException e) {
            LOG.debug("{} {}: the client has gone", request.getMethod(), request.getRequestURI(), e);
        } catch (BrokenBodyException e) {
            String message = "the body broke off; go on where the upload's status says";
            DistributionCode code = DistributionCode.BLOB_UPLOAD_INVALID;
            errors.write(new DistributionException(code, code.status(), message, e), request, response);
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                // Too late to say so: the connection must break, or the client takes a part for the whole.
                throw e;
            }
            errors.write(e, request, response);
        }
    }

    private void serve(Route route, HttpServletRequest request, HttpServletResponse response) throws IOException {
        mark.check();
        String method = request.getMethod();
        boolean read = method.equals("GET") || method.equals("HEAD");
        if (route instanceof Route.Base && read) {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getOutputStream().write(new byte[] {'{', '}'});
        } else if (route instanceof Route.Catalog && read) {
            lists.catalog(request, response);
        } else if (route instanceof Route.Tags tags && read) {
            lists.tags(tags, request, response);
        } else if (route instanceof Route.Referrers about && read) {
            referrers.list(about, request, response);
        } else if (route instanceof Route.Blob blob && read) {
            blobs.read(blob, request, response);
        } else if (route instanceof Route.Blob blob && method.equals("DELETE")) {
            blobs.remove(blob, response);
        } else if (route instanceof Route.Uploads into && method.equals("POST")) {
            uploads.begin(into, request, response);
        } else if (route instanceof Route.Upload upload) {
            upload(upload, request, response);
        } else if (route instanceof Route.Tagged tagged) {
            tagged(tagged, request, response);
        } else if (route instanceof Route.Manifest manifest) {
            manifest(manifest, request, response);
        } else {
            throw notOffered(method);
        }
    }

    private void upload(Route.Upload upload, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> uploads.status(upload, response);
            case "PATCH" -> uploads.append(upload, request, response);
            case "PUT" -> uploads.finish(upload, request, response);
            case "DELETE" -> uploads.cancel(upload, response);
            default -> throw notOffered(request.getMethod());
        }
    }

    private void tagged(Route.Tagged tagged, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> manifests.read(tagged, request, response);
            case "PUT" -> manifests.put(tagged, request, response);
            case "DELETE" -> manifests.remove(tagged, response);
            default -> throw notOffered(request.getMethod());
        }
    }

    private void manifest(Route.Manifest manifest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> manifests.read(manifest, request, response);
            case "PUT" -> manifests.put(manifest, request, response);
            case "DELETE" -> manifests.remove(manifest, response);
            default -> throw notOffered(request.getMethod());
        }
    }

    private static DistributionException notOffered(String method) {
        return new DistributionException(
                DistributionCode.UNSUPPORTED, method + " is not offered here; see the OCI distribution specification");
    }
}

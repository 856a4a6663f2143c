package dev.gantry.server.distribution.manifest;

import dev.gantry.oci.manifest.MediaType;
import dev.gantry.server.distribution.protocol.Headers;
import dev.gantry.server.distribution.protocol.Paths;
import dev.gantry.server.distribution.protocol.Query;
import dev.gantry.server.distribution.protocol.Route;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is about a manifest: OCI distribution specification, "Listing Referrers" (end-12a, end-12b). */
@Component
public class ReferrersHandler {
    private static final int ON_A_PAGE = 100;
    /** The answer is an index, and clients read no larger one. */
    private static final int MOST_BYTES = 3 << 20;

    private final ManifestQueries queries;
    private final JsonMapper json;

    ReferrersHandler(ManifestQueries queries, JsonMapper json) {
        this.queries = queries;
        this.json = json;
    }

    public void list(Route.Referrers about, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String type = Query.of(request, "artifactType");
        String last = Query.of(request, "last");
        List<ManifestQueries.Referrer> found =
                queries.referrers(about.name(), about.subject(), type, last == null ? "" : last, ON_A_PAGE + 1);
        List<ManifestQueries.Referrer> page = page(found);
        if (page.size() < found.size()) {
            String next = Paths.referrers(about.name(), about.subject()) + "?last="
                    + page.get(page.size() - 1).digest()
                    + (type == null ? "" : "&artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8));
            response.setHeader(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        if (type != null) {
            response.setHeader(Headers.FILTERS_APPLIED, "artifactType");
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaType.OCI_INDEX.text());
        index.put("manifests", page);
        byte[] body = json.writeValueAsBytes(index);
        response.setContentType(MediaType.OCI_INDEX.text());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** As many as fit, and at least one. */
    private List<ManifestQueries.Referrer> page(List<ManifestQueries.Referrer> found) {
        List<ManifestQueries.Referrer> page = new ArrayList<>();
        long size = 0;
        for (ManifestQueries.Referrer each : found.subList(0, Math.min(ON_A_PAGE, found.size()))) {
            size += json.writeValueAsBytes(each).length;
            if (size > MOST_BYTES && !page.isEmpty()) {
                return page;
            }
            page.add(each);
        }
        return page;
    }
}

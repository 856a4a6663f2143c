package dev.gantry.server.distribution;

import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.distribution.protocol.PageOf;
import dev.gantry.server.distribution.protocol.Paths;
import dev.gantry.server.distribution.protocol.Query;
import dev.gantry.server.distribution.protocol.Route;
import dev.gantry.server.repository.RepositoryRows;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lists tags (OCI distribution specification, end-8a and end-8b) and, as Docker's registry does, repositories. */
@Component
class ListHandler {
    private final RepositoryRows repositories;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    ListHandler(RepositoryRows repositories, JdbcClient jdbc, JsonMapper json) {
        this.repositories = repositories;
        this.jdbc = jdbc;
        this.json = json;
    }

    void tags(Route.Tags of, HttpServletRequest request, HttpServletResponse response) throws IOException {
        PageOf page = page(request);
        UUID repository = repositories
                .find(of.name())
                .orElseThrow(() -> new DistributionException(
                        DistributionCode.NAME_UNKNOWN, "there is no repository " + of.name() + "; push to it first"));
        List<String> found = jdbc.sql(
                        "select name from tag where repository_id = :repository and name > :last order by name limit :rows")
                .param("repository", repository)
                .param("last", page.last())
                .param("rows", page.rows())
                .query(String.class)
                .list();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", of.name().text());
        body.put("tags", page.cut(found));
        answer(body, page.next(found, Paths.tags(of.name())), response);
    }

    /** Those with a manifest: one to which somebody only began to push is none yet. */
    void catalog(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PageOf page = page(request);
        List<String> found = jdbc.sql("""
                select name from repository r
                 where name > :last and exists (select 1 from manifest m where m.repository_id = r.id)
                 order by name limit :rows
                """)
                .param("last", page.last())
                .param("rows", page.rows())
                .query(String.class)
                .list();
        answer(Map.of("repositories", page.cut(found)), page.next(found, Paths.catalog()), response);
    }

    private static PageOf page(HttpServletRequest request) {
        return PageOf.parse(Query.of(request, "n"), Query.of(request, "last"));
    }

    private void answer(Object body, @org.jspecify.annotations.Nullable String next, HttpServletResponse response)
            throws IOException {
        if (next != null) {
            response.setHeader(HttpHeaders.LINK, next);
        }
        byte[] bytes = json.writeValueAsBytes(body);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}

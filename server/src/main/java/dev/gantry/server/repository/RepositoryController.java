package dev.gantry.server.repository;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import dev.gantry.server.registry.OwnRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Repositories for people and scripts. By id, as a name has slashes. */
@RestController
@RequestMapping("/api/v1/repositories")
class RepositoryController {
    private final Repositories repositories;
    private final RepositoryQueries queries;
    private final ManifestUsers users;

    RepositoryController(Repositories repositories, RepositoryQueries queries, ManifestUsers users) {
        this.repositories = repositories;
        this.queries = queries;
        this.users = users;
    }

    @GetMapping
    Page<RepositoryView> list(
            @RequestParam @Nullable String q,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        return queries.list(q, PageQuery.of("repositories", limit, cursor));
    }

    @GetMapping("/{id}")
    RepositoryView.RepositoryDetail get(@PathVariable UUID id) {
        return new RepositoryView.RepositoryDetail(found(id), queries.untagged(id));
    }

    @GetMapping("/{id}/tags")
    Page<ManifestView.TagView> tags(
            @PathVariable UUID id,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            HttpServletRequest request) {
        String name = found(id).name();
        return queries.tags(
                id,
                q,
                PageQuery.of("tags", limit, cursor),
                tag -> "docker pull " + OwnRegistry.nameAt(request) + "/" + name + ":" + tag);
    }

    @GetMapping("/{id}/manifests/{digest}")
    ManifestView.ManifestDetail manifest(@PathVariable UUID id, @PathVariable String digest) {
        ManifestView manifest =
                queries.manifest(id, Digest.parse(digest).toString()).orElseThrow(() -> noManifest(digest));
        return new ManifestView.ManifestDetail(manifest, queries.tagsOf(id, digest), users.of(id, List.of(digest)));
    }

    @DeleteMapping("/{id}/tags/{tag}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeTag(
            @PathVariable UUID id, @PathVariable String tag, @RequestParam(defaultValue = "false") boolean force) {
        repositories.removeTag(
                id,
                TagName.parse(tag)
                        .orElseThrow(() -> new ProblemException(
                                ErrorCode.INVALID_ARGUMENT,
                                "Delete a tag",
                                "a tag's name has 1 to 128 letters, digits, _ . or -, and begins with none of . and -",
                                "Correct the tag in the address.")),
                force);
    }

    @DeleteMapping("/{id}/manifests/{digest}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeManifest(
            @PathVariable UUID id, @PathVariable String digest, @RequestParam(defaultValue = "false") boolean force) {
        repositories.removeManifest(id, Digest.parse(digest), force);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean force) {
        repositories.remove(id, force);
    }

    private RepositoryView found(UUID id) {
        return queries.find(id).orElseThrow(() -> Repositories.notFound(id));
    }

    private static ProblemException noManifest(String digest) {
        return new ProblemException(
                ErrorCode.NOT_FOUND,
                "Find manifest " + digest,
                "the repository has none of this digest",
                "Read its tags again.");
    }
}

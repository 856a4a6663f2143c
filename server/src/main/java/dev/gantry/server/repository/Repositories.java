package dev.gantry.server.repository;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes tags, manifests and whole repositories; what a container or a host uses stays unless that is forced. What
 * uses an image is read, not locked: a container that is made at the same moment runs on, as its host has the image.
 */
@Service
public class Repositories {
    private static final int NAMED = 5;

    private final RepositoryRows rows;
    private final ManifestRemoval removal;
    private final ManifestUsers users;
    private final AuditLog audit;
    private final LiveChanges live;
    private final JdbcClient jdbc;

    Repositories(
            RepositoryRows rows,
            ManifestRemoval removal,
            ManifestUsers users,
            AuditLog audit,
            LiveChanges live,
            JdbcClient jdbc) {
        this.rows = rows;
        this.removal = removal;
        this.users = users;
        this.audit = audit;
        this.live = live;
        this.jdbc = jdbc;
    }

    /** Removes the tag alone; its manifest stays. Errors with NOT_FOUND, or IMAGE_IN_USE for the last tag of one in use. */
    @Transactional
    public void untag(RepositoryName name, TagName tag) {
        removeTag(id(name), tag, false, false);
    }

    /**
     * Removes the tag and, with its last tag, the manifest.
     *
     * @param force also when it is in use
     */
    @Transactional
    public void removeTag(UUID repositoryId, TagName tag, boolean force) {
        removeTag(repositoryId, tag, force, true);
    }

    private void removeTag(UUID id, TagName tag, boolean force, boolean manifest) {
        RepositoryName name = name(id);
        String tried = "Delete tag " + name + ":" + tag;
        String digest = removal.tagged(id, tag.text())
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NOT_FOUND, tried, "the repository has no such tag", "Read its tags again."));
        boolean last = removal.tagsOf(id, digest) == 1;
        if (last && !force) {
            refuseUsed(id, List.of(digest), tried);
        }
        removal.untag(id, tag.text());
        if (manifest && last && removal.indexesOf(id, digest).isEmpty()) {
            removal.remove(id, digest);
        }
        audit.record("tag.delete", "repository", id, name.text(), Map.of("tag", tag.text(), "digest", digest), null);
        live.changed(Topic.REPOSITORIES, id);
    }

    /** Removes a manifest with its tags. Errors with NOT_FOUND, IMAGE_IN_USE, or CONFLICT while an index needs it. */
    @Transactional
    public void removeManifest(RepositoryName name, Digest digest, boolean force) {
        removeManifest(id(name), digest, force);
    }

    /** As by name. */
    @Transactional
    public void removeManifest(UUID id, Digest digest, boolean force) {
        RepositoryName name = name(id);
        String tried = "Delete manifest " + digest + " of " + name;
        if (!removal.manifests(id).contains(digest.toString())) {
            throw new ProblemException(
                    ErrorCode.NOT_FOUND, tried, "the repository has no such manifest", "Read its tags again.");
        }
        List<String> indexes = removal.indexesOf(id, digest.toString());
        if (!indexes.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.CONFLICT, tried, "the index " + indexes.get(0) + " needs it", "Delete the index first.");
        }
        if (!force) {
            refuseUsed(id, List.of(digest.toString()), tried);
        }
        List<String> removed = removal.remove(id, digest.toString());
        audit.record("manifest.delete", "repository", id, name.text(), Map.of("digests", removed), null);
        live.changed(Topic.REPOSITORIES, id);
    }

    /** Removes a repository with all that it has. Errors with NOT_FOUND or IMAGE_IN_USE. */
    @Transactional
    public void remove(UUID id, boolean force) {
        RepositoryName name = name(id);
        List<String> manifests = removal.manifests(id);
        if (!force) {
            refuseUsed(id, manifests, "Delete repository " + name);
        }
        removal.removeAll(id);
        audit.record(
                "repository.delete",
                "repository",
                id,
                name.text(),
                Map.of("name", name.text(), "manifests", manifests.size()),
                null);
        live.changed(Topic.REPOSITORIES, id);
    }

    private void refuseUsed(UUID id, List<String> digests, String tried) {
        List<ManifestUser> found = users.of(id, digests);
        if (!found.isEmpty()) {
            List<String> named =
                    found.stream().limit(NAMED).map(ManifestUser::shown).toList();
            throw new ProblemException(
                    ErrorCode.IMAGE_IN_USE,
                    tried,
                    "it is used by " + String.join(", ", named)
                            + (found.size() > NAMED ? " and " + (found.size() - NAMED) + " more" : ""),
                    "Remove these first, or force it: they run on, but can't be pulled again.");
        }
    }

    private UUID id(RepositoryName name) {
        return rows.find(name)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "Find repository " + name,
                        "there is none of this name",
                        "List the repositories to see which there are."));
    }

    /** Kept from others who remove it until the transaction ends. */
    private RepositoryName name(UUID id) {
        return jdbc.sql("select name from repository where id = :id for update")
                .param("id", id)
                .query(String.class)
                .optional()
                .map(RepositoryName::new)
                .orElseThrow(() -> notFound(id));
    }

    static ProblemException notFound(UUID id) {
        return new ProblemException(
                ErrorCode.NOT_FOUND,
                "Find repository " + id,
                "there is none with this id",
                "List the repositories to see which there are.");
    }
}

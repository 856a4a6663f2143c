package dev.gantry.server.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes manifests and tags out of the tables. The bytes that nothing holds then are the collector's. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ManifestRemoval {
    private final JdbcClient jdbc;

    ManifestRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The digest that the tag leads to, kept from others until the transaction ends. */
    Optional<String> tagged(UUID repositoryId, String tag) {
        return jdbc.sql("select digest from tag where repository_id = :repository and name = :tag for update")
                .param("repository", repositoryId)
                .param("tag", tag)
                .query(String.class)
                .optional();
    }

    void untag(UUID repositoryId, String tag) {
        jdbc.sql("delete from tag where repository_id = :repository and name = :tag")
                .param("repository", repositoryId)
                .param("tag", tag)
                .update();
    }

    /** How many tags lead to the manifest. */
    long tagsOf(UUID repositoryId, String digest) {
        return jdbc.sql("select count(*) from tag where repository_id = :repository and digest = :digest")
                .param("repository", repositoryId)
                .param("digest", digest)
                .query(Long.class)
                .single();
    }

    /** The indexes that the manifest belongs to. */
    List<String> indexesOf(UUID repositoryId, String digest) {
        return jdbc.sql("select manifest from manifest_reference where repository_id = :repository and child = :digest")
                .param("repository", repositoryId)
                .param("digest", digest)
                .query(String.class)
                .list();
    }

    /**
     * Removes a manifest with its tags and, of an index, those manifests that nothing else leads to.
     *
     * @return what was removed
     */
    List<String> remove(UUID repositoryId, String digest) {
        List<String> children = jdbc.sql("""
                select child from manifest_reference
                 where repository_id = :repository and manifest = :digest and child is not null order by child
                """)
                .param("repository", repositoryId)
                .param("digest", digest)
                .query(String.class)
                .list();
        jdbc.sql("delete from tag where repository_id = :repository and digest = :digest")
                .param("repository", repositoryId)
                .param("digest", digest)
                .update();
        jdbc.sql("delete from manifest where repository_id = :repository and digest = :digest")
                .param("repository", repositoryId)
                .param("digest", digest)
                .update();
        List<String> removed = new ArrayList<>(List.of(digest));
        for (String child : children) {
            if (tagsOf(repositoryId, child) == 0
                    && indexesOf(repositoryId, child).isEmpty()) {
                removed.addAll(remove(repositoryId, child));
            }
        }
        return removed;
    }

    List<String> manifests(UUID repositoryId) {
        return jdbc.sql("select digest from manifest where repository_id = :repository order by digest")
                .param("repository", repositoryId)
                .query(String.class)
                .list();
    }

    /** All of it: indexes before what they lead to, as the keys want it. */
    void removeAll(UUID repositoryId) {
        for (String table : List.of("tag", "manifest_reference", "manifest", "repository_blob")) {
            jdbc.sql("delete from " + table + " where repository_id = :repository")
                    .param("repository", repositoryId)
                    .update();
        }
        jdbc.sql("delete from repository where id = :repository")
                .param("repository", repositoryId)
                .update();
    }
}

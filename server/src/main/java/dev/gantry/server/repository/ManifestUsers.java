package dev.gantry.server.repository;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was made from the images of a repository: containers, and the copies that hosts hold. */
@Component
class ManifestUsers {
    private static final int MOST = 100;

    private final JdbcClient jdbc;

    ManifestUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of these manifests and, where one is an index, of all that it leads to. Containers first. */
    List<ManifestUser> of(UUID repositoryId, List<String> digests) {
        return jdbc.sql("""
                with recursive needed(digest) as (
                    select unnest(:digests::text[])
                    union
                    select r.child from manifest_reference r join needed n on r.manifest = n.digest
                     where r.repository_id = :repository and r.child is not null)
                select * from (
                    select c.id as container, c.name as name, h.id as host, h.name as host_name, c.image_digest as digest
                      from container c join host h on h.id = c.host_id
                     where c.image_digest in (select digest from needed)
                    union all
                    select null, null, h.id, h.name, i.digest
                      from host_image i join host h on h.id = i.host_id
                     where i.digest in (select digest from needed)
                       and not exists (select 1 from container c where c.host_id = h.id and c.image_digest = i.digest)) u
                 order by name nulls last, host_name limit :most
                """)
                .param("digests", digests.toArray(String[]::new))
                .param("repository", repositoryId)
                .param("most", MOST)
                .query((row, n) -> new ManifestUser(
                        row.getObject("container", UUID.class),
                        row.getString("name"),
                        row.getObject("host", UUID.class),
                        row.getString("host_name"),
                        row.getString("digest")))
                .list();
    }
}

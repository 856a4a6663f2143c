package dev.gantry.server.distribution.upload;

import dev.gantry.oci.digest.Digest;
import dev.gantry.server.distribution.blob.BlobStore;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.repository.RepositoryProperties;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.unit.DataSize;

/** How much all repositories, and each, may hold. Bytes of uploads count while they come; a blob counts once in all. */
@Component
public class Quota {
    /** Any number will do, as long as nothing else in this database locks it. */
    private static final long LOCK = 0x67616e747279L + 40;

    private final JdbcClient jdbc;
    private final BlobStore store;
    private final RepositoryProperties properties;

    Quota(JdbcClient jdbc, BlobStore store, RepositoryProperties properties) {
        this.jdbc = jdbc;
        this.store = store;
        this.properties = properties;
    }

    /** For an upload that goes on. Errors with DENIED when there is none at all. */
    Room room(UUID repositoryId, UUID upload, long has) throws IOException {
        DataSize keepFree = properties.keepFree();
        Room room = new Room(store.free() - keepFree.toBytes(), Room.diskIsFull(keepFree), store, keepFree);
        room = narrowed(room, properties.quota(), held(null, upload) + has, "the registry");
        room = narrowed(room, properties.repositoryQuota(), held(repositoryId, upload) + has, "the repository");
        if (room.bytes() <= 0) {
            throw room.refusal();
        }
        return room;
    }

    private static Room narrowed(Room room, @Nullable DataSize quota, long used, String what) {
        if (quota == null || quota.toBytes() - used >= room.bytes()) {
            return room;
        }
        return new Room(quota.toBytes() - used, full(what, quota), room.store(), room.keepFree());
    }

    private static String full(String what, DataSize quota) {
        return what + " may hold " + quota.toMegabytes() + " MiB by its quota and would hold more; delete tags that"
                + " nobody needs, or ask an admin to raise the quota";
    }

    /** Now exactly, one at a time: several uploads may have had room side by side. Errors with DENIED. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(UUID repositoryId, Digest digest, long sizeBytes) {
        if (properties.quota() == null && properties.repositoryQuota() == null) {
            return;
        }
        jdbc.sql("select pg_advisory_xact_lock(:lock)::text")
                .param("lock", LOCK)
                .query(String.class)
                .list();
        refuseBeyond(properties.quota(), beside(null, digest) + sizeBytes, "the registry");
        refuseBeyond(properties.repositoryQuota(), beside(repositoryId, digest) + sizeBytes, "the repository");
    }

    private static void refuseBeyond(@Nullable DataSize quota, long used, String what) {
        if (quota != null && used > quota.toBytes()) {
            throw new DistributionException(DistributionCode.DENIED, full(what, quota));
        }
    }

    /** Blobs and other uploads: of one repository, or of all when it is null. */
    private long held(@Nullable UUID repositoryId, UUID upload) {
        return blobs(repositoryId, "")
                + jdbc.sql("""
                        select coalesce(sum(size_bytes), 0) from upload
                         where (:repository::uuid is null or repository_id = :repository) and id <> :upload
                        """)
                        .param("repository", repositoryId)
                        .param("upload", upload)
                        .query(Long.class)
                        .single();
    }

    private long beside(@Nullable UUID repositoryId, Digest digest) {
        return blobs(repositoryId, digest.toString());
    }

    private long blobs(@Nullable UUID repositoryId, String but) {
        return jdbc.sql(
                        repositoryId == null
                                ? "select coalesce(sum(size_bytes), 0) from blob where digest <> :but"
                                : """
                                select coalesce(sum(b.size_bytes), 0) from repository_blob rb join blob b on b.digest = rb.digest
                                 where rb.repository_id = :repository and rb.digest <> :but
                                """)
                .param("repository", repositoryId)
                .param("but", but)
                .query(Long.class)
                .single();
    }
}

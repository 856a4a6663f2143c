package dev.gantry.server.image;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.live.LiveChanges;
import dev.gantry.server.live.Topic;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What hosts say of their images, and the one writer of it. */
@Component
public class ImageFacts {
    private static final String DIGEST = "sha256:[0-9a-f]{64}";
    private static final int MOST = 10_000;
    private static final int MOST_REFERENCES = 200;
    private static final int LONGEST_REFERENCE = 512;

    private final JdbcClient jdbc;
    private final LiveChanges live;
    private final JsonMapper json = ProtocolMapper.create();

    ImageFacts(JdbcClient jdbc, LiveChanges live) {
        this.jdbc = jdbc;
        this.live = live;
    }

    /** The host has these and no others. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(UUID hostId, List<ImageFact> images) {
        List<ImageFact> good =
                images.stream().filter(ImageFacts::honest).limit(MOST).toList();
        String[] digests = good.stream().map(ImageFact::digest).distinct().toArray(String[]::new);
        int changed = jdbc.sql("delete from host_image where host_id = :host and digest <> all(:digests)")
                .param("host", hostId)
                .param("digests", digests)
                .update();
        for (ImageFact each : good) {
            changed += put(hostId, each);
        }
        if (changed > 0) {
            live.changed(Topic.IMAGES, hostId);
        }
    }

    /** The host has this one, too. */
    @Transactional
    public void add(UUID hostId, ImageFact image) {
        if (honest(image) && put(hostId, image) > 0) {
            live.changed(Topic.IMAGES, image.digest());
        }
    }

    /** The host has this one no longer. */
    @Transactional
    public void remove(UUID hostId, String digest) {
        jdbc.sql("delete from host_image where host_id = :host and digest = :digest")
                .param("host", hostId)
                .param("digest", digest)
                .update();
        live.changed(Topic.IMAGES, digest);
    }

    /** The image that a host finds under a digest or a canonical reference. */
    public Optional<HostImage> find(UUID hostId, String digestOrReference) {
        return jdbc.sql("""
                select host_id, fact from host_image
                 where host_id = :host and (digest = :image or :image = any(image_refs))
                 limit 1
                """)
                .param("host", hostId)
                .param("image", digestOrReference)
                .query((row, n) -> new HostImage(
                        row.getObject("host_id", UUID.class), json.readValue(row.getString("fact"), ImageFact.class)))
                .optional();
    }

    private int put(UUID hostId, ImageFact image) {
        return jdbc.sql("""
                insert into host_image (host_id, digest, image_refs, os, architecture, size_bytes, fact)
                select h.id, :digest, :refs, :os, :architecture, :size, :fact::jsonb from host h where h.id = :host
                on conflict (host_id, digest) do update
                   set image_refs = excluded.image_refs, os = excluded.os, architecture = excluded.architecture,
                       size_bytes = excluded.size_bytes, fact = excluded.fact
                 where host_image.fact is distinct from excluded.fact
                """)
                .param("host", hostId)
                .param("digest", image.digest())
                .param("refs", image.references().toArray(String[]::new))
                .param("os", image.os())
                .param("architecture", image.architecture())
                .param("size", image.sizeBytes())
                .param("fact", json.writeValueAsString(image).replace("\\u0000", ""))
                .update();
    }

    /** An agent may say anything; what can't be an image is left out. */
    private static boolean honest(ImageFact image) {
        return image.digest().matches(DIGEST)
                && image.os() != null
                && image.os().matches("[a-z0-9]{1,32}")
                && image.architecture() != null
                && image.architecture().matches("[a-z0-9_]{1,32}")
                && image.sizeBytes() >= 0
                && image.references().size() <= MOST_REFERENCES
                && image.references().stream()
                        .allMatch(name -> name.length() <= LONGEST_REFERENCE && name.indexOf('\0') < 0);
    }
}

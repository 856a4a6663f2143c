package dev.gantry.server.image.find;

import dev.gantry.protocol.layer.FoundFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names the images that have a file, and the containers that were made from them. */
@Component
class FoundPlaces {
    private static final int MOST_CONTAINERS = 1000;

    private final JdbcClient jdbc;

    FoundPlaces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param images by digest: which hosts told of it, and the number of the file's layer */
    record Placed(FoundFiles.Found file, Map<String, Map<UUID, Integer>> images) {}

    private record Held(
            UUID hostId,
            String hostName,
            String digest,
            @Nullable String name) {}

    private record Made(String digest, FoundView.InContainer container) {}

    /** A host is believed about images that it has, and about no others. */
    FoundView shown(List<Placed> files, boolean more, List<FoundView.Unasked> unasked) {
        String[] digests = files.stream()
                .flatMap(file -> file.images().keySet().stream())
                .distinct()
                .toArray(String[]::new);
        Map<String, List<Held>> held = held(digests);
        Map<String, List<FoundView.InContainer>> made = containers(digests);
        return new FoundView(
                files.stream()
                        .map(file -> view(file, held, made))
                        .flatMap(Optional::stream)
                        .toList(),
                more,
                unasked);
    }

    private static Optional<FoundView.FoundFile> view(
            Placed placed, Map<String, List<Held>> held, Map<String, List<FoundView.InContainer>> made) {
        List<FoundView.InImage> images = new ArrayList<>();
        List<FoundView.InContainer> containers = new ArrayList<>();
        placed.images().forEach((digest, layers) -> {
            List<Held> on = held.getOrDefault(digest, List.of()).stream()
                    .filter(host -> layers.containsKey(host.hostId()))
                    .toList();
            if (!on.isEmpty()) {
                images.add(new FoundView.InImage(
                        digest,
                        on.get(0).name(),
                        layers.getOrDefault(on.get(0).hostId(), 0),
                        on.stream().map(Held::hostName).toList()));
                containers.addAll(made.getOrDefault(digest, List.of()));
            }
        });
        FoundFiles.Found file = placed.file();
        return images.isEmpty()
                ? Optional.empty()
                : Optional.of(new FoundView.FoundFile(
                        file.path(),
                        file.kind(),
                        file.diffId(),
                        file.sizeBytes(),
                        file.mode(),
                        file.uid(),
                        file.gid(),
                        file.link(),
                        file.content(),
                        images,
                        containers));
    }

    private Map<String, List<Held>> held(String[] digests) {
        Map<String, List<Held>> held = new HashMap<>();
        jdbc.sql("""
                select i.host_id, h.name as host, i.digest, i.image_refs[1] as name
                  from host_image i join host h on h.id = i.host_id
                 where i.digest = any(:digests) order by h.name
                """)
                .param("digests", digests)
                .query((row, n) -> new Held(
                        row.getObject("host_id", UUID.class),
                        row.getString("host"),
                        row.getString("digest"),
                        row.getString("name")))
                .list()
                .forEach(each -> held.computeIfAbsent(each.digest(), digest -> new ArrayList<>())
                        .add(each));
        return held;
    }

    private Map<String, List<FoundView.InContainer>> containers(String[] digests) {
        Map<String, List<FoundView.InContainer>> made = new HashMap<>();
        jdbc.sql("""
                select c.image_digest, c.id, c.name, h.name as host, s.phase
                  from container c join host h on h.id = c.host_id
                  left join container_status s on s.container_id = c.id
                 where c.image_digest = any(:digests) order by c.name, h.name limit :most
                """)
                .param("digests", digests)
                .param("most", MOST_CONTAINERS)
                .query((row, n) -> new Made(
                        row.getString("image_digest"),
                        new FoundView.InContainer(
                                row.getObject("id", UUID.class),
                                row.getString("name"),
                                row.getString("host"),
                                row.getString("phase"))))
                .list()
                .forEach(each -> made.computeIfAbsent(each.digest(), digest -> new ArrayList<>())
                        .add(each.container()));
        return made;
    }
}

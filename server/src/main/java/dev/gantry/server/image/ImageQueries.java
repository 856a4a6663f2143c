package dev.gantry.server.image;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads images over all hosts. */
@Component
public class ImageQueries {
    private static final String FILTERED = """
            from host_image i
             where (:q::text is null or i.digest ilike :q
                    or exists (select 1 from unnest(i.image_refs) r where r ilike :q))
               and (:host::uuid is null or i.host_id = :host)
               and (:unused::boolean is null
                    or :unused <> exists (select 1 from container c where c.image_digest = i.digest))
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json = ProtocolMapper.create();

    ImageQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page<ImageView> list(@Nullable String q, @Nullable UUID host, @Nullable Boolean unused, PageQuery page) {
        String pattern = q == null || q.isBlank() ? null : "%" + q.replaceAll("([%_\\\\])", "\\\\$1") + "%";
        long total = jdbc.sql("select count(distinct i.digest) " + FILTERED)
                .param("q", pattern)
                .param("host", host)
                .param("unused", unused)
                .query(Long.class)
                .single();
        List<Key> keys = jdbc.sql(
                        "select * from (select i.digest, coalesce(min(i.image_refs[1]), '') || ' ' || i.digest as key "
                                + FILTERED + """
                         group by i.digest) k
                         where :after::text is null or k.key collate "C" > :after
                         order by k.key collate "C" limit :rows
                        """)
                .param("q", pattern)
                .param("host", host)
                .param("unused", unused)
                .param("after", page.after())
                .param("rows", page.oneMore())
                .query((row, n) -> new Key(row.getString("digest"), row.getString("key")))
                .list();
        Page<Key> found = Page.of(keys, page, total, Key::key);
        Map<String, List<Row>> rows =
                rows(found.items().stream().map(Key::digest).toArray(String[]::new));
        return new Page<>(
                found.items().stream()
                        .map(key -> view(rows.getOrDefault(key.digest(), List.of())))
                        .flatMap(Optional::stream)
                        .toList(),
                found.next(),
                total);
    }

    public Optional<ImageView> find(String digest) {
        return view(rows(digest).getOrDefault(digest, List.of()));
    }

    public Optional<ImageView.Detail> detail(String digest) {
        List<Row> rows = rows(digest).getOrDefault(digest, List.of());
        return view(rows).map(image -> {
            ImageFact fact = rows.get(0).fact();
            return new ImageView.Detail(
                    image.digest(),
                    image.references(),
                    image.os(),
                    image.architecture(),
                    image.sizeBytes(),
                    image.createdAt(),
                    image.hosts(),
                    fact.layers(),
                    fact.config(),
                    users(digest));
        });
    }

    /** What any host that has the image says of it. */
    public Optional<ImageFact> fact(String digest) {
        return rows(digest).getOrDefault(digest, List.of()).stream()
                .map(Row::fact)
                .findFirst();
    }

    /** Which other images have some of these layers. @return by the layer's diff ID */
    public Map<String, List<Named>> sharing(String digest, List<String> diffIds) {
        Map<String, List<Named>> sharing = new LinkedHashMap<>();
        jdbc.sql("""
                select distinct on (diff_id, i.digest) l ->> 'diffId' as diff_id, i.digest, i.image_refs[1] as name
                  from host_image i, jsonb_array_elements(i.fact -> 'layers') l
                 where l ->> 'diffId' = any(:layers) and i.digest <> :digest
                 order by diff_id, i.digest, i.image_refs[1] limit 2000
                """)
                .param("layers", diffIds.toArray(String[]::new))
                .param("digest", digest)
                .query((row, n) -> sharing.computeIfAbsent(row.getString("diff_id"), d -> new java.util.ArrayList<>())
                        .add(new Named(row.getString("digest"), row.getString("name"))))
                .list();
        return sharing;
    }

    /** An image's digest and one of its names, if it has any. */
    @Schema(name = "NamedImage")
    public record Named(String digest, @Nullable String name) {}

    List<ImageView.User> users(String digest) {
        return jdbc.sql("""
                select c.id, c.name, h.name as host from container c join host h on h.id = c.host_id
                 where c.image_digest = :digest order by c.name, h.name limit 200
                """)
                .param("digest", digest)
                .query((row, n) -> new ImageView.User(
                        row.getObject("id", UUID.class), row.getString("name"), row.getString("host")))
                .list();
    }

    public static ProblemException notFound(String digest) {
        return new ProblemException(
                ErrorCode.IMAGE_NOT_FOUND,
                "Find image " + digest,
                "no host has an image with this digest",
                "List the images to see which there are.");
    }

    private Map<String, List<Row>> rows(String... digests) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        jdbc.sql("""
                select i.host_id, h.name, i.fact,
                       (select count(*) from container c where c.image_digest = i.digest) as used
                  from host_image i join host h on h.id = i.host_id
                 where i.digest = any(:digests) order by h.name
                """)
                .param("digests", digests)
                .query((row, n) -> new Row(
                        new ImageView.HostRef(row.getObject("host_id", UUID.class), row.getString("name")),
                        json.readValue(row.getString("fact"), ImageFact.class),
                        row.getLong("used")))
                .list()
                .forEach(row -> rows.computeIfAbsent(row.fact().digest(), d -> new java.util.ArrayList<>())
                        .add(row));
        return rows;
    }

    private static Optional<ImageView> view(List<Row> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Row first = rows.get(0);
        TreeSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.addAll(row.fact().references()));
        return Optional.of(new ImageView(
                first.fact().digest(),
                List.copyOf(names),
                first.fact().os(),
                first.fact().architecture(),
                first.fact().sizeBytes(),
                first.fact().createdAt(),
                rows.stream().map(Row::host).toList(),
                first.used()));
    }

    private record Key(String digest, String key) {}

    private record Row(ImageView.HostRef host, ImageFact fact, long used) {}
}

package dev.gantry.server.image;

import dev.gantry.protocol.ProtocolMapper;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.server.platform.request.Page;
import dev.gantry.server.platform.request.PageQuery;
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
class ImageQueries {
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

    Optional<ImageView> find(String digest) {
        return view(rows(digest).getOrDefault(digest, List.of()));
    }

    Optional<ImageView.Detail> detail(String digest) {
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

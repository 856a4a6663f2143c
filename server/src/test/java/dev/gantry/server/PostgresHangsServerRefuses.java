package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.server.postgres.BreakablePostgres;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A database that keeps its connections and says nothing on them: readers are told so in time, and it ends by itself. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresHangsServerRefuses {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RECOVER = Duration.ofSeconds(10);
    private static final int AT_ONCE = 24;
    private static final List<String> READS =
            List.of("/api/v1/users", "/api/v1/hosts", "/api/v1/containers", "/api/v1/audit", "/api/v1/system");

    private final ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);

    @SuppressWarnings("NullAway.Init")
    private BreakablePostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private String session;

    @BeforeAll
    void start() {
        postgres = new BreakablePostgres();
        server = TestServer.start(postgres.database());
        Browser browser = new Browser(server);
        server.post("/api/v1/users", "{\"name\":\"reader\",\"password\":\"a long password\",\"role\":\"ADMIN\"}");
        browser.login("reader", "a long password");
        session = "SESSION=" + browser.cookie("SESSION");
    }

    @AfterAll
    void stop() {
        readers.shutdownNow();
        server.close();
        postgres.close();
    }

    @Test
    void all_of_it_hangs() throws Exception {
        everythingIsRefusedInTime(postgres::hang);
    }

    @Test
    void only_its_open_connections_hang() throws Exception {
        postgres.hangBackends();
        try {
            for (Timed each : atOnce()) {
                assertThat(each.took).isLessThan(ANSWER);
                assertThat(each.answer.statusCode()).isIn(200, 503);
            }
        } finally {
            postgres.goOn();
        }
        everythingIsAnsweredSoon();
    }

    private void everythingIsRefusedInTime(Runnable hang) throws Exception {
        assertThat(atOnce()).allMatch(each -> each.answer.statusCode() == 200);
        hang.run();
        try {
            for (int round = 0; round < 3; round++) {
                for (Timed each : atOnce()) {
                    assertThat(each.took).as(each.path).isLessThan(ANSWER);
                    assertThat(each.answer.statusCode()).as(each.path).isEqualTo(503);
                    assertThat(each.answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                    assertThat(TestServer.json(each.answer.body()).get("code").asString())
                            .isEqualTo("UNAVAILABLE");
                }
            }
            Timed ready = timed("/readyz", () -> server.send(server.request("/readyz")));
            assertThat(ready.took).isLessThan(ANSWER);
            assertThat(ready.answer.statusCode()).isEqualTo(503);
        } finally {
            postgres.goOn();
        }
        everythingIsAnsweredSoon();
    }

    private void everythingIsAnsweredSoon() {
        await().atMost(RECOVER)
                .untilAsserted(() -> assertThat(atOnce()).allMatch(each -> each.answer.statusCode() == 200));
    }

    /** More readers than there are connections, half of them by a token and half by a session. */
    private List<Timed> atOnce() throws Exception {
        List<Callable<Timed>> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String path = READS.get(i % READS.size());
            boolean byToken = i % 2 == 0;
            all.add(() -> timed(
                    path,
                    () -> server.send(
                            byToken
                                    ? server.asAdmin(path)
                                    : server.request(path).header("Cookie", session))));
        }
        List<Timed> done = new ArrayList<>();
        for (Future<Timed> each : readers.invokeAll(all)) {
            done.add(each.get());
        }
        return done;
    }

    private static Timed timed(String path, Callable<HttpResponse<String>> ask) throws Exception {
        long asked = System.nanoTime();
        HttpResponse<String> answer = ask.call();
        return new Timed(path, answer, Duration.ofNanos(System.nanoTime() - asked));
    }

    private record Timed(String path, HttpResponse<String> answer, Duration took) {}
}

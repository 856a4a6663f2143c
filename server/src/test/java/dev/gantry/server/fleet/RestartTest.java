package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.server.fleet.Api.Reply;
import dev.gantry.server.platform.ServerHome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("server")
class RestartTest {
    @Test
    void a_server_that_starts_again_finishes_what_the_last_one_began() {
        try (FleetServer server = FleetServer.fresh()) {
            FakeAgent agent = FakeAgent.join(server, "survivor")
                    .withImage(Samples.image(Samples.IMAGE, 1))
                    .connect();
            await().untilAsserted(() -> assertThat(
                            server.api().get("/images").body().at("/total").asInt())
                    .isEqualTo(1));
            agent.obeys = false;
            Reply begun = server.api().postAsync("/containers", "{\"name\":\"web\",\"spec\":{\"image\":\"app:1\"}}");
            assertThat(begun.status()).isEqualTo(202);

            server.restart();
            assertThat(server.api().get("/operations/" + begun.text("/id")).text("/state"))
                    .isEqualTo("RUNNING");
            agent.close();
            FakeAgent back = agent.again().connect();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(server.api()
                                    .get("/operations/" + begun.text("/id"))
                                    .text("/state"))
                            .isEqualTo("SUCCEEDED"));
            assertThat(back.containers()).hasSize(1);
            back.close();
        }
    }

    @Test
    void what_a_killed_server_had_under_way_fails_at_the_next_start_in_its_home() {
        try (FleetServer server = FleetServer.fresh()) {
            String dead = UUID.randomUUID().toString();
            UUID operation = UUID.randomUUID();
            JdbcClient jdbc = server.context().getBean(JdbcClient.class);
            jdbc.sql("insert into server_lease (id, held_until) values (:id::uuid, now() + interval '1 hour')")
                    .param("id", dead)
                    .update();
            jdbc.sql("""
                    insert into operation (id, kind, subject_type, state, steps, created_by, created_at, server_id)
                    values (:id, 'image.import', 'image', 'RUNNING', '[]', 'admin', now(), :server::uuid)
                    """).param("id", operation).param("server", dead).update();
            ServerHome.writeSecret(
                    server.context().getBean(ServerHome.class).replicaFile(), dead.getBytes(StandardCharsets.US_ASCII));

            server.restart();

            await().untilAsserted(() -> assertThat(
                            server.api().get("/operations/" + operation).text("/problem/code"))
                    .isEqualTo("OPERATION_INTERRUPTED"));
        }
    }
}

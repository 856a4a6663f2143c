package dev.gantry.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.server.fleet.Api.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
}

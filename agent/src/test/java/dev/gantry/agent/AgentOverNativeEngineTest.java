package dev.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gantry.agent.testing.FakeLink;
import dev.gantry.agent.testing.FakeServer;
import dev.gantry.agent.testing.WebSocketPeer;
import dev.gantry.agent.testing.Wish;
import dev.gantry.engine.testing.Boxes;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.Protocol;
import dev.gantry.protocol.RequestBody.FollowLogs;
import dev.gantry.protocol.RequestBody.ImportImage;
import dev.gantry.protocol.ServerMessage.Request;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.wish.ContainerSpec;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import dev.gantry.protocol.wish.StopSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent over the engine that it has in the field. */
@Tag("engine")
class AgentOverNativeEngineTest {
    private static final String ONE = Wish.id(1);

    @TempDir
    Path directory;

    @Test
    void a_container_outlives_its_agent_and_keeps_its_process() throws Exception {
        EngineOptions options = new EngineOptions(
                null, "/gantry-agent-test-" + ProcessHandle.current().pid(), null, null);
        try (FakeServer server = new FakeServer();
                AgentUnderTest agent =
                        new AgentUnderTest(directory, home -> Engines.open(home, options, Clock.systemUTC()))) {
            agent.start(server);
            FakeLink link = server.awaitLink();
            upload(server, link);
            link.send(Wish.all(1, wish(Power.ON, 1)));
            long pid = Objects.requireNonNull(awaitPhase(link, Phase.RUNNING).pid());

            agent.stop();
            assertThat(Path.of("/proc/" + pid)).exists();
            agent.start(server);
            FakeLink again = server.awaitLink();
            assertThat(awaitPhase(again, Phase.RUNNING).pid()).isEqualTo(pid);
            again.send(new Request("log", new FollowLogs(ONE, "s2", null, 1, false)));
            assertThat(new String(server.awaitStream("s2").read().payload(), StandardCharsets.UTF_8))
                    .contains("\"text\":\"hello\"");

            again.send(Wish.change(1, 2, wish(Power.OFF, 2)));
            awaitPhase(again, Phase.EXITED);
            assertThat(Files.exists(Path.of("/proc/" + pid))).isFalse();
            again.send(Wish.removal(2, 3, 1));
            await().atMost(Duration.ofSeconds(20)).until(() -> again.state(ONE).isEmpty());
        }
    }

    private static void upload(FakeServer server, FakeLink link) throws Exception {
        link.send(new Request("import", new ImportImage("s1", null, 0)));
        WebSocketPeer stream = server.awaitStream("s1");
        byte[] archive = Boxes.archive("/tmp").readAllBytes();
        for (int at = 0; at < archive.length; at += Protocol.STREAM_CHUNK_BYTES) {
            stream.binary(Arrays.copyOfRange(archive, at, Math.min(archive.length, at + Protocol.STREAM_CHUNK_BYTES)));
        }
        stream.close(1000);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !link.heard(Response.class).isEmpty());
        assertThat(link.heard(Response.class).get(0).problem()).isNull();
    }

    private static ContainerState awaitPhase(FakeLink link, Phase phase) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(link.state(ONE).map(ContainerState::phase)).isEqualTo(Optional.of(phase)));
        return link.state(ONE).orElseThrow();
    }

    private static ContainerWish wish(Power power, long generation) {
        ContainerSpec spec = new ContainerSpec(
                Boxes.BOX,
                null,
                List.of("/bin/sh", "-c", "echo hello; exec sleep 600"),
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                ContainerSpec.NetworkMode.NONE,
                List.of(),
                new ContainerSpec.Limits(null, null, null),
                false,
                false,
                null,
                null);
        return new ContainerWish(ONE, "c1", generation, power, 1, spec, new StopSpec("SIGTERM", 1));
    }
}

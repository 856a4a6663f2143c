package dev.gantry.server.fleet;

import dev.gantry.oci.digest.Digest;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.ContainerState.Phase;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.LogLine;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.wish.ContainerWish;
import dev.gantry.protocol.wish.Power;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What agents report, by example. */
final class Samples {
    static final String IMAGE = "docker.io/library/app:1";

    private Samples() {}

    static HostFacts facts(String hostname) {
        return new HostFacts(
                hostname,
                "boot-1",
                new HostFacts.Os("linux", "Debian GNU/Linux", "12", null, "6.18.44"),
                "amd64",
                2,
                8L << 30,
                100L << 30,
                List.of("192.0.2.10"),
                new HostFacts.EngineFacts("native", "0.1.0", "runc", "it ran", List.of(), "igzip"),
                "v2",
                List.of("process"),
                new HostFacts.Location("on-premises", null, null, null, null),
                Map.of(),
                new HostFacts.NameFacts(List.of("192.0.2.53"), null));
    }

    static ImageFact image(String reference, long size) {
        return image(reference, size, "amd64");
    }

    static ImageFact image(String reference, long size, String architecture) {
        String digest = Digest.of((reference + architecture).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new ImageFact(
                digest,
                digest,
                List.of(reference),
                "linux",
                architecture,
                null,
                null,
                size,
                "2026-01-01T00:00:00Z",
                List.of(new ImageFact.LayerFact(digest, size, "ADD / /")),
                new ImageFact.ConfigFact(
                        List.of("/app"),
                        List.of(),
                        List.of("PATH=/bin"),
                        "/",
                        null,
                        List.of("80/tcp"),
                        Map.of(),
                        null));
    }

    /** The same image with one more name. */
    static ImageFact named(ImageFact image, String reference) {
        return new ImageFact(
                image.digest(),
                image.configDigest(),
                Stream.concat(image.references().stream(), Stream.of(reference)).toList(),
                image.os(),
                image.architecture(),
                image.variant(),
                image.osVersion(),
                image.sizeBytes(),
                image.createdAt(),
                image.layers(),
                image.config());
    }

    /** What an engine would make of the wish. */
    static ContainerState state(ContainerWish wish, @Nullable ContainerState before, @Nullable Problem problem) {
        boolean on = wish.power() == Power.ON;
        Phase phase = problem != null
                ? Phase.FAILED
                : on ? Phase.RUNNING : before == null || before.run() == 0 ? Phase.CREATED : Phase.EXITED;
        return new ContainerState(
                wish.id(),
                wish.name(),
                wish.generation(),
                wish.run(),
                phase,
                phase == Phase.RUNNING ? 4711L : null,
                phase == Phase.EXITED ? 143 : null,
                null,
                problem,
                phase == Phase.RUNNING ? "10.210.0.2" : null,
                null,
                phase == Phase.RUNNING ? "2026-01-02T03:04:05Z" : null,
                null,
                wish.spec().ports());
    }

    static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(FakeAgent.JSON.writeValueAsString(
                            new LogLine("2026-01-02T03:04:05.00000000" + i + "Z", "stdout", "line " + i, false)))
                    .append('\n');
        }
        return lines.toString();
    }
}

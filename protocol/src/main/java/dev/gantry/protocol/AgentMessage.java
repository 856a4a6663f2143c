package dev.gantry.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.gantry.protocol.AgentMessage.ContainerReport;
import dev.gantry.protocol.AgentMessage.FactsReport;
import dev.gantry.protocol.AgentMessage.Heartbeat;
import dev.gantry.protocol.AgentMessage.Hello;
import dev.gantry.protocol.AgentMessage.ImageReport;
import dev.gantry.protocol.AgentMessage.Progress;
import dev.gantry.protocol.AgentMessage.Response;
import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.protocol.facts.ImageFact;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.facts.Stray;
import dev.gantry.protocol.wish.Copies;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an agent says on its control link: facts, and answers to requests. One text frame each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = FactsReport.class, name = "facts"),
    @JsonSubTypes.Type(value = Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = ContainerReport.class, name = "containers"),
    @JsonSubTypes.Type(value = ImageReport.class, name = "images"),
    @JsonSubTypes.Type(value = Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = Response.class, name = "response"),
})
public sealed interface AgentMessage {

    /**
     * The first message on a link.
     *
     * @param revision the assignments' revision that the agent holds on its disk, 0 for none
     */
    record Hello(int protocolVersion, String agentVersion, long revision, HostFacts facts) implements AgentMessage {
        public Hello {
            Objects.requireNonNull(facts, "facts");
        }
    }

    /** Sent when the facts changed. */
    record FactsReport(HostFacts facts) implements AgentMessage {
        public FactsReport {
            Objects.requireNonNull(facts, "facts");
        }
    }

    /**
     * Sent every {@link Protocol#HEARTBEAT_SECONDS}.
     *
     * @param load1 load average over one minute
     */
    record Heartbeat(double load1, long memoryAvailableBytes, long diskAvailableBytes, int runningContainers)
            implements AgentMessage {}

    /**
     * What the engine sees. A full report replaces all that was known of the host's containers.
     *
     * @param sequence rises by one with each report of one link; a report that is not newer is ignored
     * @param removed ids that are gone since the last report
     * @param strays offered for adoption; one that was told on this link is not told again
     */
    record ContainerReport(
            long sequence, boolean full, List<ContainerState> containers, List<String> removed, List<Stray> strays)
            implements AgentMessage {
        public ContainerReport {
            containers = Copies.list(containers);
            removed = Copies.list(removed);
            strays = Copies.list(strays);
        }
    }

    /** All images of the host; replaces what was known. */
    record ImageReport(long sequence, List<ImageFact> images) implements AgentMessage {
        public ImageReport {
            images = Copies.list(images);
        }
    }

    /**
     * How far a request is.
     *
     * @param step short sentence, present tense: "unpack layer 2 of 5"
     * @param total 0 when unknown; in bytes
     */
    record Progress(String requestId, String step, long current, long total) implements AgentMessage {}

    /**
     * The one and last answer to a request: a problem or, if that is null, success.
     *
     * @param image what an import made
     */
    record Response(
            String requestId,
            @Nullable Problem problem,
            @Nullable ImageFact image,
            @Nullable String document) implements AgentMessage {}
}

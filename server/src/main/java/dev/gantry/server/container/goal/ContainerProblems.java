package dev.gantry.server.container.goal;

import dev.gantry.protocol.facts.ContainerState;
import dev.gantry.protocol.facts.Problem;
import dev.gantry.server.container.spec.Ports;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The refusals of this noun. */
public final class ContainerProblems {
    private ContainerProblems() {}

    public static ProblemException notFound(UUID id) {
        return new ProblemException(
                ErrorCode.CONTAINER_NOT_FOUND,
                "Find container " + id,
                "there is no container with this id",
                "List the containers to see which there are.");
    }

    public static ProblemException nameTaken(String name, String host) {
        return new ProblemException(
                ErrorCode.NAME_TAKEN,
                "Create container " + name + " on host " + host,
                "a container of this host has the name",
                "Choose another name, or remove the other container.",
                Map.of("name", "is held by another container of host " + host));
    }

    public static ProblemException portTaken(String name, String host, Ports.Conflict conflict) {
        int port = conflict.wanted().hostPort();
        String free = conflict.free().isPresent()
                ? "Choose another host port, " + conflict.free().getAsInt() + " is free."
                : "Choose another host port.";
        return new ProblemException(
                ErrorCode.PORT_TAKEN,
                "Create container " + name + " on host " + host,
                "port " + port + " is held by container " + conflict.holder().container(),
                free,
                Map.of(
                        "spec.ports[" + conflict.index() + "].hostPort",
                        "is held by container " + conflict.holder().container()));
    }

    public static ProblemException imageMissing(String name, String host, String image) {
        return new ProblemException(
                ErrorCode.IMAGE_NOT_FOUND,
                "Create container " + name + " on host " + host,
                "the host does not have the image " + image,
                "Import the image on this host, or choose a host that has it.",
                Map.of("spec.image", "is not on host " + host));
    }

    public static ProblemException platform(String name, String host, String image, String hostPlatform) {
        return new ProblemException(
                ErrorCode.PLATFORM_MISMATCH,
                "Create container " + name + " on host " + host,
                "the image is for " + image + " and the host is " + hostPlatform,
                "Import the image's variant for " + hostPlatform + ", or choose a host that fits.",
                Map.of("spec.image", "is for " + image));
    }

    public static ProblemException state(String tried, @Nullable ContainerState seen, String action) {
        return new ProblemException(
                ErrorCode.CONTAINER_STATE,
                tried,
                seen == null ? "its host has not reported it yet" : "it is " + seen.phase(),
                action);
    }

    public static ProblemException removing(String tried) {
        return new ProblemException(
                ErrorCode.CONTAINER_STATE,
                tried,
                "it is being removed",
                "Wait until it is gone; its operation tells when.");
    }

    static Problem removedMeanwhile() {
        return new Problem(
                ErrorCode.CONTAINER_NOT_FOUND.name(),
                "Change a container",
                "it was removed meanwhile",
                "Create it again if it is still wanted.");
    }
}

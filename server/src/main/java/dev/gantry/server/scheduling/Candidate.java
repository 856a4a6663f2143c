package dev.gantry.server.scheduling;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A host that might take a container.
 *
 * @param runtime whether its engine found an OCI runtime that works
 * @param platform "linux/amd64"
 * @param imagePlatform of the wanted image on this host; empty when the host lacks the image
 * @param names of the containers that it has
 * @param containers how many it has
 */
public record Candidate(
        UUID hostId,
        String hostName,
        boolean reachable,
        boolean runtime,
        String platform,
        Optional<String> imagePlatform,
        Set<String> names,
        long containers) {
    public Candidate {
        names = Set.copyOf(names);
    }
}

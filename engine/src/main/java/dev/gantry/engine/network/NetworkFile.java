package dev.gantry.engine.network;

import dev.gantry.engine.disk.DurableFile;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps an installation's choice of bridge and subnet.
 *
 * @param file network.json in the data root
 * @param configured the subnet to use instead of the first free one
 */
public record NetworkFile(Path file, Optional<Subnet> configured) {
    private static final Subnet FIRST = Subnet.parse("10.210.0.0/20");
    private static final Subnet WITHIN = Subnet.parse("10.208.0.0/12");
    private static final int BRIDGES = 256;

    /** The kept choice, or a new one that nothing on the host stands against. */
    Installation installation() {
        Optional<Installation> kept = read().filter(this::isOurs);
        if (kept.isPresent()) {
            return kept.get();
        }
        Installation chosen = new Installation(
                freeBridge(),
                configured.orElseGet(NetworkFile::freeSubnet),
                UUID.randomUUID().toString());
        write(chosen);
        return chosen;
    }

    /** The kept choice, if its bridge is on the host now. */
    Optional<Installation> made() {
        return read().filter(kept -> HostNetwork.hasLink(kept.bridge())).filter(this::isOurs);
    }

    /** Another installation may have taken the name while our bridge was away, e.g. after a boot. */
    private boolean isOurs(Installation kept) {
        boolean asConfigured = configured.isEmpty() || configured.get().equals(kept.subnet());
        if (HostNetwork.hasLink(kept.bridge())) {
            return HostNetwork.alias(kept.bridge()).equals(kept.token());
        }
        return asConfigured && HostNetwork.routes().stream().noneMatch(kept.subnet()::overlaps);
    }

    private Optional<Installation> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(JsonMapper.shared().readValue(file, Installation.class));
    }

    private void write(Installation installation) {
        DurableFile.write(file, JsonMapper.shared().writeValueAsBytes(installation));
    }

    private static String freeBridge() {
        for (int i = 0; i < BRIDGES; i++) {
            if (!HostNetwork.hasLink("gantry" + i)) {
                return "gantry" + i;
            }
        }
        throw refused("all names from gantry0 to gantry" + (BRIDGES - 1) + " are taken");
    }

    private static Subnet freeSubnet() {
        List<Subnet> routes = HostNetwork.routes();
        for (Subnet candidate = FIRST; WITHIN.overlaps(candidate); candidate = candidate.next()) {
            if (routes.stream().noneMatch(candidate::overlaps)) {
                return candidate;
            }
        }
        throw refused("the host has routes into every /20 from " + FIRST + " on");
    }

    private static RefusedException refused(String why) {
        return new RefusedException(
                RefusalCode.LIMIT_EXCEEDED,
                "choose a bridge and a subnet for containers",
                why,
                "set gantry.engine.subnet, or remove bridges that nobody uses");
    }
}

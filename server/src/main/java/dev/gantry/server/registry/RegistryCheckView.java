package dev.gantry.server.registry;

import dev.gantry.protocol.facts.Problem;
import dev.gantry.protocol.facts.RegistryFact;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far hosts come at a registry. */
@Schema(name = "RegistryCheck")
record RegistryCheckView(List<HostCheck> hosts) {
    RegistryCheckView {
        hosts = List.copyOf(hosts);
    }

    /**
     * @param asked whether the host could be asked; if not, the rest is unknown
     * @param reached whether something answered at the registry's address
     * @param millis how long it took in all
     * @param problem why the host could not be asked, or could not ask there for images; null when it can
     */
    @Schema(name = "HostRegistryCheck")
    record HostCheck(
            UUID hostId,
            String hostName,
            boolean asked,
            boolean reached,
            RegistryFact.Tls tls,
            RegistryFact.Login login,
            long millis,
            @Nullable Problem problem) {}
}

package dev.gantry.agent.request;

import dev.gantry.agent.problem.Problems;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.check.RegistryCheck;
import dev.gantry.oci.registry.check.RegistryFound;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpSettings;
import dev.gantry.oci.registry.http.Pause;
import dev.gantry.protocol.RequestBody.CheckRegistry;
import dev.gantry.protocol.facts.RegistryFact;
import java.time.Duration;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/** How requests about registries themselves are done. */
final class RegistryWorks {
    /** Somebody waits for the answer, and one try says more about a registry than what many hide. */
    private static final HttpSettings IMPATIENT = new HttpSettings(
            Duration.ofSeconds(10), Duration.ofSeconds(10), 1, Duration.ofMillis(500), Duration.ofSeconds(1));

    private final Accesses accesses;
    private final JsonMapper json;
    private final LongSupplier nanos;
    private final Connections connections = new Connections(IMPATIENT, Pause.REAL);

    RegistryWorks(Accesses accesses, JsonMapper json, LongSupplier nanos) {
        this.accesses = accesses;
        this.json = json;
        this.nanos = nanos;
    }

    Answer check(CheckRegistry work) {
        RegistryEndpoint endpoint = accesses.of(work.endpoint());
        long begun = nanos.getAsLong();
        RegistryFound found = new RegistryCheck(endpoint, connections).run();
        long millis = Duration.ofNanos(nanos.getAsLong() - begun).toMillis();
        RegistryFact fact = new RegistryFact(
                found.reached(),
                RegistryFact.Tls.valueOf(found.tls().name()),
                RegistryFact.Login.valueOf(found.login().name()),
                millis,
                found.problem().map(Problems::of).orElse(null));
        return new Answer(null, json.writeValueAsString(fact));
    }
}

package dev.gantry.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.runtime.BundleSpec;
import dev.gantry.protocol.wish.ContainerSpec;
import org.junit.jupiter.api.Test;

class DefaultsAgreeTest {
    @Test
    void the_engine_sets_the_limit_of_processes_that_the_spec_promises() {
        assertThat(BundleSpec.DEFAULT_PIDS).isEqualTo(ContainerSpec.Limits.DEFAULT_PIDS);
    }
}

package dev.gantry.engine;

import dev.gantry.engine.network.Resolvers;
import dev.gantry.engine.runtime.RuntimeProbe;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is and offers.
 *
 * @param name "native" or "docker"
 * @param runtime the chosen runtime's name; empty when none works
 * @param reason why this runtime, or why none
 * @param cgroup "v1", "v2" or "hybrid"
 * @param gzip who unpacks gzip: "igzip", "unpigz" or "jdk"
 * @param names who resolves names in containers on the bridge, as of now
 */
public record EngineInfo(
        String name,
        String version,
        Optional<String> runtime,
        String reason,
        List<RuntimeProbe> runtimes,
        String cgroup,
        List<String> isolations,
        String gzip,
        Resolvers names) {}

package dev.gantry.engine.runtime;

/**
 * What a probe container saw of one OCI runtime.
 *
 * @param name "crun" or "runc"
 * @param usable whether a container ran with it
 * @param inView whether it did so only with {@link dev.gantry.engine.kernel.process.Cgroups#viewOfV1}
 * @param detail one sentence: how long it took, or what failed
 */
public record RuntimeProbe(String name, String path, String version, boolean usable, boolean inView, String detail) {}

package dev.gantry.engine.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The system calls that a container may make; everything else fails with EPERM. Not in the list on purpose: bpf, the
 * keyring, io_uring, userfaultfd, mounts, modules, AF_ALG and AF_VSOCK sockets, clone with any namespace flag. clone3,
 * whose flags a filter can't read, fails with ENOSYS so that libraries fall back to clone; socketcall would hide a
 * socket's family and is left out.
 */
final class SeccompProfile {
    private static final Map<String, Object> RULES = read();

    private SeccompProfile() {}

    /** @param architecture as the JVM calls it: "amd64", "aarch64" */
    static Map<String, Object> forArchitecture(String architecture) {
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("defaultAction", RULES.get("defaultAction"));
        profile.put("defaultErrnoRet", RULES.get("defaultErrnoRet"));
        profile.put(
                "architectures",
                architecture.equals("aarch64")
                        ? List.of("SCMP_ARCH_AARCH64")
                        : List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"));
        profile.put("syscalls", RULES.get("syscalls"));
        return profile;
    }

    private static Map<String, Object> read() {
        try (InputStream in = Objects.requireNonNull(SeccompProfile.class.getResourceAsStream("seccomp.json"))) {
            return JsonMapper.shared().readValue(in, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

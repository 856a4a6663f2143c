package dev.gantry.engine.runtime;

import dev.gantry.engine.kernel.process.SeccompFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The system calls that a container may make; everything else fails with EPERM. Not in the list on purpose: bpf, the
 * keyring, io_uring, userfaultfd, mounts, modules, AF_ALG and AF_VSOCK sockets, clone with any namespace flag. clone3,
 * whose flags a filter can't read, fails with ENOSYS so that libraries fall back to clone; socketcall would hide a
 * socket's family and is left out.
 */
final class SeccompProfile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final Map<String, Object> RULES = read();
    private static final Map<String, Optional<byte[]>> COMPILED = new ConcurrentHashMap<>();

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

    /** The same as a program that crun takes as it is; empty where the runtime must make it from the rules. */
    static Optional<byte[]> compiled(String architecture) {
        return COMPILED.computeIfAbsent(architecture, SeccompProfile::compile);
    }

    private static Optional<byte[]> compile(String architecture) {
        Map<String, Object> profile = forArchitecture(architecture);
        List<String> architectures = MAPPER.convertValue(profile.get("architectures"), new TypeReference<>() {});
        List<RuleNode> nodes = MAPPER.convertValue(profile.get("syscalls"), new TypeReference<>() {});
        int otherwise = MAPPER.convertValue(profile.get("defaultErrnoRet"), Integer.class);
        List<SeccompFilter.Rule> rules =
                nodes.stream().flatMap(SeccompProfile::rules).toList();
        return new SeccompFilter(
                        SeccompFilter.errno(otherwise),
                        architectures.stream()
                                .map(name ->
                                        name.substring("SCMP_ARCH_".length()).toLowerCase(Locale.ROOT))
                                .toList(),
                        rules)
                .compile();
    }

    private static Stream<SeccompFilter.Rule> rules(RuleNode node) {
        int action =
                node.action().equals("SCMP_ACT_ALLOW") ? SeccompFilter.ALLOW : SeccompFilter.errno(node.errnoRet());
        List<SeccompFilter.Condition> conditions =
                node.args().stream().map(ArgNode::condition).toList();
        return node.names().stream().map(name -> new SeccompFilter.Rule(name, action, conditions));
    }

    /** runtime-spec config-linux.md, seccomp. */
    private record RuleNode(List<String> names, String action, int errnoRet, List<ArgNode> args) {
        RuleNode {
            args = Objects.requireNonNullElse(args, List.of());
        }
    }

    private record ArgNode(int index, long value, long valueTwo, String op) {
        SeccompFilter.Condition condition() {
            var operator = SeccompFilter.Operator.valueOf(op.substring("SCMP_CMP_".length()));
            return new SeccompFilter.Condition(index, operator, value, valueTwo);
        }
    }

    private static Map<String, Object> read() {
        try (InputStream in = Objects.requireNonNull(SeccompProfile.class.getResourceAsStream("seccomp.json"))) {
            return MAPPER.readValue(in, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

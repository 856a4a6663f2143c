package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules on system calls as the program that the kernel runs, seccomp(2). Compiling a list of some hundred calls takes
 * longer than all else that crun does for a container, so it is done once.
 *
 * @param defaultAction what happens to a call that no rule is about, as in seccomp_init(3)
 * @param architectures as in seccomp_arch_resolve_name(3): "x86_64"
 */
public record SeccompFilter(int defaultAction, List<String> architectures, List<Rule> rules) {
    public static final int ALLOW = 0x7fff0000;

    private static final Logger LOG = LoggerFactory.getLogger(SeccompFilter.class);
    private static final int EEXIST = 17;
    /** sock_filter, 8 bytes each; the kernel takes 4096 of them. */
    private static final int MOST_BYTES = 8 * 4096;
    /** scmp_arg_cmp: argument and operator, 4 bytes each, two values of 8. */
    private static final int CONDITION_BYTES = 24;

    private static final int BINARY_TREE = 2;

    public SeccompFilter {
        architectures = List.copyOf(architectures);
        rules = List.copyOf(rules);
    }

    /** The call fails with this error number. */
    public static int errno(int number) {
        return 0x00050000 | number;
    }

    /** @param conditions all must hold; none for a call whatever its arguments */
    public record Rule(String syscall, int action, List<Condition> conditions) {
        public Rule {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * @param argument from 0
     * @param mask of {@link Operator#MASKED_EQ}, the value to compare with of the others
     * @param value what the masked argument must be
     */
    public record Condition(int argument, Operator operator, long mask, long value) {}

    /** scmp_compare, in its order from 1 on. */
    public enum Operator {
        NE,
        LT,
        LE,
        EQ,
        GE,
        GT,
        MASKED_EQ
    }

    /**
     * An array of sock_filter for this machine; empty where it can't be made here, so that the runtime must do it. Calls
     * that an architecture does not know are left out, as runtimes do.
     */
    public Optional<byte[]> compile() {
        try {
            return Optional.of(compile(SeccompCalls.load()));
        } catch (IllegalStateException | UnsatisfiedLinkError e) {
            LOG.warn("the system call filter is left to the runtime: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private byte[] compile(SeccompCalls library) {
        Pointer filter = library.seccomp_init(defaultAction);
        if (filter == null) {
            throw new IllegalStateException("seccomp_init failed");
        }
        int fd = -1;
        try {
            for (String architecture : architectures) {
                int result = library.seccomp_arch_add(filter, library.seccomp_arch_resolve_name(architecture));
                check(result == -EEXIST ? 0 : result, "seccomp_arch_add " + architecture);
            }
            // Older libraries know no tree; theirs is a longer list of the same meaning.
            library.seccomp_attr_set(filter, SeccompCalls.CTL_OPTIMIZE, BINARY_TREE);
            rules.forEach(rule -> add(library, filter, rule));
            fd = Descriptors.file(new byte[0]);
            check(library.seccomp_export_bpf(filter, fd), "seccomp_export_bpf");
            Descriptors.rewind(fd);
            return Descriptors.readAll(fd, MOST_BYTES);
        } finally {
            Descriptors.close(fd);
            library.seccomp_release(filter);
        }
    }

    private static void add(SeccompCalls library, Pointer filter, Rule rule) {
        int syscall = library.seccomp_syscall_resolve_name(rule.syscall());
        if (syscall == SeccompCalls.NO_SYSCALL) {
            return;
        }
        int count = rule.conditions().size();
        Pointer array = count == 0 ? null : Memory.allocateDirect(Runtime.getSystemRuntime(), count * CONDITION_BYTES);
        for (int i = 0; i < count && array != null; i++) {
            Condition condition = rule.conditions().get(i);
            long at = (long) i * CONDITION_BYTES;
            array.putInt(at, condition.argument());
            array.putInt(at + 4, condition.operator().ordinal() + 1);
            array.putLongLong(at + 8, condition.mask());
            array.putLongLong(at + 16, condition.value());
        }
        check(
                library.seccomp_rule_add_array(filter, rule.action(), syscall, count, array),
                "seccomp_rule_add_array " + rule.syscall());
    }

    private static void check(int result, String call) {
        if (result < 0) {
            throw new IllegalStateException(call + " failed with error number " + -result);
        }
    }
}

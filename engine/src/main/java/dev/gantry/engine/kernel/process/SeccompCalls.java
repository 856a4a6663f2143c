package dev.gantry.engine.kernel.process;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import org.jspecify.annotations.Nullable;

/** libseccomp's calls, each as in section 3 of the manual; the library is there wherever crun or runc is. */
public interface SeccompCalls {
    /** Of scmp_filter_attr. */
    int CTL_OPTIMIZE = 8;

    /** What a name is resolved to that no architecture has. */
    int NO_SYSCALL = -1;

    static SeccompCalls load() {
        return LibraryLoader.create(SeccompCalls.class).load("libseccomp.so.2");
    }

    @Nullable
    Pointer seccomp_init(int action);

    void seccomp_release(Pointer filter);

    int seccomp_arch_resolve_name(@In String name);

    int seccomp_arch_add(Pointer filter, int architecture);

    int seccomp_attr_set(Pointer filter, int attribute, int value);

    int seccomp_syscall_resolve_name(@In String name);

    int seccomp_rule_add_array(Pointer filter, int action, int syscall, int conditions, @Nullable Pointer array);

    int seccomp_export_bpf(Pointer filter, int fd);
}

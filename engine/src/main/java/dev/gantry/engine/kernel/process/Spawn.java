package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.IntByReference;

/**
 * posix_spawnp(3) of one program in a session of its own, with no signal blocked or ignored and with no descriptor but
 * the given ones. The child inherits the namespaces of the calling thread.
 */
final class Spawn {
    private static final ProcessCalls LIBC = ProcessCalls.LIBC;
    private static final Runtime RUNTIME = Runtime.getSystemRuntime();
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    /** glibc: 80 and 336 bytes on 64-bit machines, sigset_t 128; rounded up. */
    private static final int ACTIONS_BYTES = 128;

    private static final int ATTRIBUTES_BYTES = 512;
    private static final int SIGSET_BYTES = 128;

    private Spawn() {}

    /**
     * @param fds what the child gets as 0, 1, 2, …; -1 for /dev/null
     * @return pid, or the negative error number
     */
    static int spawn(List<String> argv, Map<String, String> env, int[] fds) {
        int[] clear = Descriptors.above(fds, fds.length);
        try {
            return spawnWith(argv, env, clear);
        } finally {
            for (int i = 0; i < fds.length; i++) {
                Descriptors.close(clear[i] == fds[i] ? -1 : clear[i]);
            }
        }
    }

    private static int spawnWith(List<String> argv, Map<String, String> env, int[] fds) {
        Pointer actions = Memory.allocateDirect(RUNTIME, ACTIONS_BYTES, true);
        Pointer attributes = Memory.allocateDirect(RUNTIME, ATTRIBUTES_BYTES, true);
        LIBC.posix_spawn_file_actions_init(actions);
        LIBC.posix_spawnattr_init(attributes);
        try {
            for (int i = 0; i < fds.length; i++) {
                if (fds[i] < 0) {
                    LIBC.posix_spawn_file_actions_addopen(actions, i, "/dev/null", i == 0 ? 0 : 1, 0);
                } else {
                    LIBC.posix_spawn_file_actions_adddup2(actions, fds[i], i);
                }
            }
            LIBC.posix_spawn_file_actions_addclosefrom_np(actions, fds.length);
            Pointer set = Memory.allocateDirect(RUNTIME, SIGSET_BYTES, true);
            LIBC.sigemptyset(set);
            LIBC.posix_spawnattr_setsigmask(attributes, set);
            LIBC.sigfillset(set);
            LIBC.posix_spawnattr_setsigdefault(attributes, set);
            LIBC.posix_spawnattr_setflags(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID));
            List<String> pairs = new ArrayList<>();
            env.forEach((name, value) -> pairs.add(name + "=" + value));
            Strings arguments = Strings.of(argv);
            Strings environment = Strings.of(pairs);
            IntByReference pid = new IntByReference();
            int error =
                    LIBC.posix_spawnp(pid, argv.get(0), actions, attributes, arguments.array(), environment.array());
            return error == 0 ? arguments.alive(environment.alive(pid.intValue())) : -error;
        } finally {
            LIBC.posix_spawn_file_actions_destroy(actions);
            LIBC.posix_spawnattr_destroy(attributes);
        }
    }

    /** A null-terminated array of C strings; held until the call is over. */
    private record Strings(Pointer array, List<Pointer> items) {
        static Strings of(List<String> texts) {
            int word = RUNTIME.addressSize();
            Pointer array = Memory.allocateDirect(RUNTIME, (texts.size() + 1) * word, true);
            List<Pointer> items = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
                Pointer item = Memory.allocateDirect(RUNTIME, bytes.length + 1, true);
                item.put(0, bytes, 0, bytes.length);
                array.putPointer((long) i * word, item);
                items.add(item);
            }
            return new Strings(array, items);
        }

        int alive(int result) {
            java.lang.ref.Reference.reachabilityFence(items);
            return result;
        }
    }
}

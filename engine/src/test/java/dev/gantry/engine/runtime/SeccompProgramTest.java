package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asks the compiled filter as the kernel would, with the numbers of x86-64. */
@Tag("engine")
class SeccompProgramTest {
    private static final int X86_64 = 0xc000003e;
    private static final int RISCV = 0xc00000f3;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int KILL_THREAD = 0;

    private final ByteBuffer program =
            ByteBuffer.wrap(SeccompProfile.compiled("amd64").orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void what_programs_need_is_allowed() {
        for (int call : new int[] {0, 1, 2, 9, 59, 202, 257, 435 - 1}) {
            assertThat(decide(X86_64, call)).as("call %d", call).isEqualTo(ALLOW);
        }
    }

    @Test
    void what_reaches_beyond_the_container_fails() {
        int mount = 165;
        int bpf = 321;
        int keyctl = 250;
        int userfaultfd = 323;
        int ioUringSetup = 425;
        for (int call : new int[] {mount, bpf, keyctl, userfaultfd, ioUringSetup}) {
            assertThat(decide(X86_64, call)).as("call %d", call).isEqualTo(EPERM);
        }
    }

    @Test
    void clone3_is_as_if_it_did_not_exist() {
        assertThat(decide(X86_64, 435)).isEqualTo(ENOSYS);
    }

    @Test
    void clone_makes_threads_and_no_namespaces() {
        assertThat(decide(X86_64, 56, 0x3d0f00)).isEqualTo(ALLOW);
        assertThat(decide(X86_64, 56, 0x10000000)).isEqualTo(EPERM);
    }

    @Test
    void sockets_of_the_kernels_crypto_and_of_virtual_machines_fail() {
        int inet = 2;
        int alg = 38;
        int vsock = 40;
        assertThat(decide(X86_64, 41, inet)).isEqualTo(ALLOW);
        assertThat(decide(X86_64, 41, alg)).isEqualTo(EPERM);
        assertThat(decide(X86_64, 41, vsock)).isEqualTo(EPERM);
    }

    @Test
    void a_call_by_another_architectures_numbers_ends_the_thread() {
        assertThat(decide(RISCV, 0)).isEqualTo(KILL_THREAD);
    }

    /** Runs the program over a seccomp_data, linux/bpf_common.h. */
    private int decide(int architecture, int call, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, call).putInt(4, architecture);
        for (int i = 0; i < arguments.length; i++) {
            data.putLong(16 + 8 * i, arguments[i]);
        }
        int accumulator = 0;
        for (int at = 0; at * 8 < program.limit(); at++) {
            int code = program.getShort(at * 8);
            int constant = program.getInt(at * 8 + 4);
            switch (code) {
                case 0x20 -> accumulator = data.getInt(constant);
                case 0x54 -> accumulator &= constant;
                case 0x06 -> {
                    return constant;
                }
                case 0x05 -> at += constant;
                default -> at += program.get(at * 8 + (jumps(code, accumulator, constant) ? 2 : 3)) & 0xff;
            }
        }
        throw new AssertionError("the program has no end");
    }

    private static boolean jumps(int code, int accumulator, int constant) {
        return switch (code) {
            case 0x15 -> accumulator == constant;
            case 0x25 -> Integer.compareUnsigned(accumulator, constant) > 0;
            case 0x35 -> Integer.compareUnsigned(accumulator, constant) >= 0;
            case 0x45 -> (accumulator & constant) != 0;
            default -> throw new AssertionError("instruction " + Integer.toHexString(code));
        };
    }
}

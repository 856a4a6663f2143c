package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.engine.kernel.file.FileCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Ports of the host that nobody else can take as long as a process holds the sockets: what is forwarded to a container
 * reaches no socket, so without one the kernel would give the same port to the next who asks. Packets that come to them
 * all the same, because the rule that forwards is missing, are dropped. A failure is an {@link IllegalStateException}.
 */
public final class HeldPorts implements AutoCloseable {
    private static final ProcessCalls LIBC = ProcessCalls.LIBC;
    private static final Runtime RUNTIME = Runtime.getSystemRuntime();
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int EADDRINUSE = 98;
    private static final int SOCKADDR_IN = 16;
    /** BPF_RET | BPF_K with 0: of every packet, nothing. */
    private static final short DROP = 0x06;
    /** struct sock_filter, and struct sock_fprog on 64-bit machines. */
    private static final int FILTER_BYTES = 8;

    private static final int PROGRAM_BYTES = 16;

    private final List<Integer> sockets = new ArrayList<>();

    /**
     * Takes one more port, of the calling thread's network namespace.
     *
     * @param stream TCP, otherwise UDP
     * @param address IPv4 as an unsigned number; 0 for all
     * @return false when someone has it
     */
    public boolean take(boolean stream, long address, int port) {
        int type = stream ? SOCK_STREAM : SOCK_DGRAM;
        int socket = Descriptors.check(LIBC.socket(AF_INET, type | FileCalls.O_CLOEXEC, 0), "socket");
        boolean taken = false;
        try {
            drop(socket);
            if (stream) {
                // Connections that ended a moment ago are in nobody's way. For datagrams it would mean sharing.
                Pointer yes = Memory.allocateDirect(RUNTIME, Integer.BYTES);
                yes.putInt(0, 1);
                option(socket, SO_REUSEADDR, yes, Integer.BYTES);
            }
            // Only a socket that listens keeps others away that reuse addresses, too.
            taken = isDone(LIBC.bind(socket, name(address, port), SOCKADDR_IN), "bind")
                    && (!stream || isDone(LIBC.listen(socket, 0), "listen"));
        } finally {
            if (taken) {
                sockets.add(socket);
            } else {
                Descriptors.close(socket);
            }
        }
        return taken;
    }

    private static boolean isDone(int result, String call) {
        if (result < 0 && Descriptors.errno() == EADDRINUSE) {
            return false;
        }
        Descriptors.check(result, call);
        return true;
    }

    /** struct sockaddr_in, ip(7): the family in the machine's byte order, port and address in the network's. */
    private static byte[] name(long address, int port) {
        ByteBuffer name = ByteBuffer.allocate(SOCKADDR_IN);
        name.order(ByteOrder.nativeOrder()).putShort((short) AF_INET);
        name.order(ByteOrder.BIG_ENDIAN).putShort((short) port).putInt((int) address);
        return name.array();
    }

    private static void drop(int socket) {
        Pointer filter = Memory.allocateDirect(RUNTIME, FILTER_BYTES, true);
        filter.putShort(0, DROP);
        Pointer program = Memory.allocateDirect(RUNTIME, PROGRAM_BYTES, true);
        program.putShort(0, (short) 1);
        program.putPointer(8, filter);
        option(socket, SO_ATTACH_FILTER, program, PROGRAM_BYTES);
        java.lang.ref.Reference.reachabilityFence(filter);
    }

    private static void option(int socket, int option, Pointer value, int length) {
        Descriptors.check(LIBC.setsockopt(socket, SOL_SOCKET, option, value, length), "setsockopt");
    }

    /** For a process that is to hold the ports when this one has closed its own. */
    List<Integer> descriptors() {
        return List.copyOf(sockets);
    }

    @Override
    public void close() {
        sockets.forEach(Descriptors::close);
        sockets.clear();
    }
}

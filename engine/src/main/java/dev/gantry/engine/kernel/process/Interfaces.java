package dev.gantry.engine.kernel.process;

import dev.gantry.engine.kernel.file.Descriptors;
import dev.gantry.engine.kernel.file.FileCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Network interfaces of the calling thread's namespace, set up by ioctl(2) as in netdevice(7): no process is needed for
 * it. A failure is an {@link IllegalStateException}. To be closed.
 */
public final class Interfaces implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final long SIOCADDRT = 0x890b;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCSIFADDR = 0x8916;
    private static final long SIOCSIFBRDADDR = 0x891a;
    private static final long SIOCSIFNETMASK = 0x891c;
    private static final short IFF_UP = 1;
    private static final short RTF_UP_GATEWAY = 3;
    /** Size of struct ifreq on 64-bit machines, and where its union begins. */
    private static final int IFREQ = 40;

    private static final int IFREQ_VALUE = 16;
    /** Size of struct rtentry on 64-bit machines. */
    private static final int RTENTRY = 120;

    private final int fd;

    private Interfaces(int fd) {
        this.fd = fd;
    }

    /** Of the calling thread's network namespace. */
    public static Interfaces open() {
        int fd = ProcessCalls.LIBC.socket(AF_INET, SOCK_DGRAM | FileCalls.O_CLOEXEC, 0);
        return new Interfaces(Descriptors.check(fd, "socket"));
    }

    public void up(String name) {
        ByteBuffer request = request(name);
        call(SIOCGIFFLAGS, request, "read the flags of " + name);
        request.putShort(IFREQ_VALUE, (short) (request.getShort(IFREQ_VALUE) | IFF_UP));
        call(SIOCSIFFLAGS, request, "bring up " + name);
    }

    /**
     * Gives an interface that is down its only IPv4 address.
     *
     * @param address as an unsigned number, as {@code mask} and {@code broadcast}
     */
    public void address(String name, long address, long mask, long broadcast) {
        call(SIOCSIFADDR, request(name, address), "set the address of " + name);
        call(SIOCSIFNETMASK, request(name, mask), "set the netmask of " + name);
        call(SIOCSIFBRDADDR, request(name, broadcast), "set the broadcast address of " + name);
    }

    /** @param gateway as an unsigned number; on a network of an interface that is up */
    public void defaultRoute(long gateway) {
        ByteBuffer entry = ByteBuffer.allocate(RTENTRY).order(ByteOrder.nativeOrder());
        socketAddress(entry, 8, 0);
        socketAddress(entry, 24, gateway);
        socketAddress(entry, 40, 0);
        entry.putShort(56, RTF_UP_GATEWAY);
        call(SIOCADDRT, entry, "add the default route");
    }

    private static ByteBuffer request(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= IFREQ_VALUE) {
            throw new IllegalArgumentException("no interface can have the name " + name);
        }
        return ByteBuffer.allocate(IFREQ).order(ByteOrder.nativeOrder()).put(0, bytes);
    }

    private static ByteBuffer request(String name, long address) {
        ByteBuffer request = request(name);
        socketAddress(request, IFREQ_VALUE, address);
        return request;
    }

    /** struct sockaddr_in, ip(7): the family in the machine's byte order, the address in the network's. */
    private static void socketAddress(ByteBuffer to, int at, long address) {
        to.putShort(at, (short) AF_INET);
        for (int i = 0; i < 4; i++) {
            to.put(at + 4 + i, (byte) (address >> (24 - 8 * i)));
        }
    }

    private void call(long request, ByteBuffer argument, String what) {
        Descriptors.check(ProcessCalls.LIBC.ioctl(fd, request, argument.array()), what);
    }

    @Override
    public void close() {
        Descriptors.close(fd);
    }
}

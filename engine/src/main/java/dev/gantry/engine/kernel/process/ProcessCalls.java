package dev.gantry.engine.kernel.process;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;

/**
 * The C library's calls about processes, namespaces and sockets; names, arguments and results as in section 2 and 3 of
 * the manual. Public only because the generated implementation lives in another class loader.
 */
@SuppressWarnings({"checkstyle:MethodName", "MethodName"})
public interface ProcessCalls {
    ProcessCalls LIBC = LibraryLoader.create(ProcessCalls.class).load("c");

    int CLONE_NEWNS = 0x20000;
    int CLONE_NEWNET = 0x40000000;
    int WNOHANG = 1;
    /** The same on every 64-bit architecture of Linux. */
    int SYS_PIDFD_SEND_SIGNAL = 424;

    int SYS_PIDFD_OPEN = 434;

    int posix_spawnp(
            @Out IntByReference pid,
            @In String file,
            @In Pointer actions,
            @In Pointer attributes,
            @In Pointer argv,
            @In Pointer envp);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    int posix_spawn_file_actions_addopen(Pointer actions, int fd, @In String path, int flags, int mode);

    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_destroy(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

    int sigemptyset(Pointer set);

    int sigfillset(Pointer set);

    int waitpid(int pid, @Out IntByReference status, int options);

    int kill(int pid, int signal);

    int unshare(int flags);

    int setns(int fd, int type);

    int socket(int family, int type, int protocol);

    int bind(int fd, @In byte[] address, int length);

    int listen(int fd, int backlog);

    int setsockopt(int fd, int level, int option, @In Pointer value, int length);

    int ioctl(int fd, long request, @In @Out byte[] argument);

    long syscall(long number, long first, long second, long third, long fourth);
}

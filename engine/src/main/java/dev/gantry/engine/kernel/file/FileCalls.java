package dev.gantry.engine.kernel.file;

import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * The C library's calls on files, pipes and mounts; each as in section 2 of the manual. Names are bytes and end with a zero
 * byte. All return -1 on failure and leave errno to {@link KernelException}. Public only because jnr implements it from
 * a class loader of its own; {@link Dir}, {@link Tree} and {@link Mounts} are what others use.
 */
@SuppressWarnings({"checkstyle:MethodName", "MethodName"})
public interface FileCalls {
    FileCalls LIBC = LibraryLoader.create(FileCalls.class).load("c");
    Runtime RUNTIME = Runtime.getRuntime(LIBC);

    int CLONE_FS = 0x200;

    int AT_FDCWD = -100;
    int AT_SYMLINK_NOFOLLOW = 0x100;
    int AT_REMOVEDIR = 0x200;
    int AT_EMPTY_PATH = 0x1000;

    int O_RDONLY = 0;
    int O_WRONLY = 1;
    int O_CREAT = 0100;
    int O_EXCL = 0200;
    int O_NONBLOCK = 04000;
    int O_CLOEXEC = 02000000;
    int O_PATH = 010000000;
    /** The two flags that differ between x86 and Arm, asm/fcntl.h. */
    boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

    int O_DIRECTORY = ARM ? 040000 : 0200000;
    int O_NOFOLLOW = ARM ? 0100000 : 0400000;

    int F_DUPFD_CLOEXEC = 1030;
    int F_SETPIPE_SZ = 1031;
    int F_ADD_SEALS = 1033;
    /** F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE. */
    int ALL_SEALS = 0xf;

    int MFD_CLOEXEC = 0x01;
    int MFD_ALLOW_SEALING = 0x02;
    int MFD_EXEC = 0x10;

    /** The same number on every architecture, as all calls since 424. */
    long SYS_OPENAT2 = 437;

    long RESOLVE_NO_XDEV = 0x01;
    long RESOLVE_NO_MAGICLINKS = 0x02;
    long RESOLVE_NO_SYMLINKS = 0x04;
    long RESOLVE_IN_ROOT = 0x10;

    /** ioctl_iflags(2). */
    long FS_IOC_GETFLAGS = 0x80086601L;

    long FS_IOC_SETFLAGS = 0x40086602L;
    int FS_TOPDIR_FL = 0x20000;

    @SaveError
    int ioctl(int fd, long request, @In @Out byte[] argument);

    /** openat2(2); {@code how} is flags, mode, resolve. */
    @SaveError
    long syscall(long number, long dir, @In byte[] path, @In long[] how, long size);

    @SaveError
    int openat(int dir, @In byte[] path, int flags, int mode);

    @SaveError
    int close(int fd);

    @SaveError
    @ssize_t
    long write(int fd, @In ByteBuffer from, @size_t long size);

    @SaveError
    @ssize_t
    long write(int fd, @In byte[] from, @size_t long size);

    @SaveError
    @ssize_t
    long read(int fd, @Out byte[] to, @size_t long size);

    @SaveError
    long lseek(int fd, long offset, int whence);

    @SaveError
    int fcntl(int fd, int command, int argument);

    @SaveError
    int pipe2(@Out int[] fds, int flags);

    @SaveError
    int memfd_create(@In byte[] name, int flags);

    @SaveError
    int poll(Pointer fds, long count, int timeoutMillis);

    @SaveError
    int fsync(int fd);

    @SaveError
    int syncfs(int fd);

    @SaveError
    int mkdirat(int dir, @In byte[] name, int mode);

    @SaveError
    int mknodat(int dir, @In byte[] name, int mode, long device);

    @SaveError
    int symlinkat(@In byte[] target, int dir, @In byte[] name);

    @SaveError
    int linkat(int oldDir, @In byte[] oldName, int newDir, @In byte[] newName, int flags);

    @SaveError
    int unlinkat(int dir, @In byte[] name, int flags);

    @SaveError
    int renameat(int oldDir, @In byte[] oldName, int newDir, @In byte[] newName);

    @SaveError
    @ssize_t
    long readlinkat(int dir, @In byte[] name, @Out byte[] to, @size_t long size);

    @SaveError
    int statx(int dir, @In byte[] name, int flags, int mask, @Out byte[] to);

    @SaveError
    int fstatvfs(int fd, @Out long[] to);

    @SaveError
    int fchownat(int dir, @In byte[] name, int uid, int gid, int flags);

    @SaveError
    int fchmod(int fd, int mode);

    @SaveError
    int chmod(@In byte[] path, int mode);

    @SaveError
    int utimensat(int dir, @In byte @Nullable [] name, @In long[] times, int flags);

    @SaveError
    int futimens(int fd, @In long[] times);

    @SaveError
    int lsetxattr(@In byte[] path, @In byte[] name, @In byte[] value, @size_t long size, int flags);

    @SaveError
    int fsetxattr(int fd, @In byte[] name, @In byte[] value, @size_t long size, int flags);

    @SaveError
    @ssize_t
    long lgetxattr(@In byte[] path, @In byte[] name, @Out byte @Nullable [] to, @size_t long size);

    @SaveError
    @ssize_t
    long llistxattr(@In byte[] path, @Out byte @Nullable [] to, @size_t long size);

    @SaveError
    @ssize_t
    long getdents64(int fd, @Out byte[] to, @size_t long size);

    @SaveError
    int mount(@In byte[] source, @In byte[] target, @In byte @Nullable [] type, long flags, @In byte @Nullable [] data);

    @SaveError
    int umount2(@In byte[] target, int flags);

    @SaveError
    int unshare(int flags);

    @SaveError
    int chdir(@In byte[] path);

    /** fsopen(2), with the type and flags. */
    @SaveError
    long syscall(long number, @In byte[] type, long flags);

    /** open_tree(2): directory, name, flags. */
    @SaveError
    long syscall(long number, long dir, @In byte[] path, long flags);

    /** fsmount(2): descriptor, flags, attributes. */
    @SaveError
    long syscall(long number, long fd, long flags, long attributes);

    /** fsconfig(2): descriptor, command, key, value, aux. */
    @SaveError
    long syscall(long number, long fd, long command, @In byte @Nullable [] key, @In byte @Nullable [] value, long aux);

    /** move_mount(2): from, to, flags. */
    @SaveError
    long syscall(long number, long fromDir, @In byte[] from, long toDir, @In byte[] to, long flags);
}

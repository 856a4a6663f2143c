package dev.gantry.oci.index;

import java.util.Arrays;

/**
 * The order of an index: a directory comes right before all that lies in it, and the names in one directory are in the
 * order of their bytes. That is byte order with the slash as the lowest byte.
 */
public final class Paths {
    private Paths() {}

    public static int compare(byte[] a, byte[] b) {
        int i = Arrays.mismatch(a, b);
        if (i < 0) {
            return 0;
        }
        if (i == a.length || i == b.length) {
            return a.length - b.length;
        }
        return Integer.compare(rank(a[i]), rank(b[i]));
    }

    private static int rank(byte b) {
        return b == '/' ? -1 : b & 0xff;
    }

    /** Whether the path lies in the directory, at any depth; all but the root itself lie in the root. */
    public static boolean isBelow(byte[] path, byte[] directory) {
        if (directory.length == 0) {
            return path.length > 0;
        }
        return path.length > directory.length
                && path[directory.length] == '/'
                && Arrays.equals(path, 0, directory.length, directory, 0, directory.length);
    }

    /** @return where the last name begins */
    public static int nameStart(byte[] path) {
        int i = path.length;
        while (i > 0 && path[i - 1] != '/') {
            i--;
        }
        return i;
    }

    public static byte[] name(byte[] path) {
        return Arrays.copyOfRange(path, nameStart(path), path.length);
    }

    public static byte[] child(byte[] directory, byte[] name) {
        if (directory.length == 0) {
            return name;
        }
        byte[] path = Arrays.copyOf(directory, directory.length + 1 + name.length);
        path[directory.length] = '/';
        System.arraycopy(name, 0, path, directory.length + 1, name.length);
        return path;
    }
}

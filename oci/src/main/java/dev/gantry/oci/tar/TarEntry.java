package dev.gantry.oci.tar;

import java.time.Instant;
import java.util.Map;

/**
 * One member of an archive. Nothing in it has been judged but its form: names may be absolute or hold {@code ..}.
 *
 * @param name as in the archive, never empty; directories usually end with a slash
 * @param linkName what a hard or symbolic link points to; empty for others
 * @param mode permission bits with set-id and sticky, 0 to 07777
 * @param uid 0 to 2^32-2
 * @param gid 0 to 2^32-2
 * @param size of the content in bytes; 0 for all but files
 * @param devMajor of character and block devices; 0 for others
 * @param xattrs by their full names, "user.comment"
 */
public record TarEntry(
        Type type,
        ByteName name,
        ByteName linkName,
        int mode,
        long uid,
        long gid,
        Instant mtime,
        long size,
        int devMajor,
        int devMinor,
        Map<String, byte[]> xattrs) {

    /** What kind of member it is. */
    public enum Type {
        FILE,
        HARDLINK,
        SYMLINK,
        CHAR,
        BLOCK,
        DIRECTORY,
        FIFO
    }

    public static TarEntry file(String name, long size) {
        return of(Type.FILE, name, "", 0644, size);
    }

    public static TarEntry directory(String name) {
        return of(Type.DIRECTORY, name.endsWith("/") ? name : name + "/", "", 0755, 0);
    }

    public static TarEntry symlink(String name, String target) {
        return of(Type.SYMLINK, name, target, 0777, 0);
    }

    public static TarEntry hardlink(String name, String target) {
        return of(Type.HARDLINK, name, target, 0644, 0);
    }

    public static TarEntry fifo(String name) {
        return of(Type.FIFO, name, "", 0644, 0);
    }

    /** @param type CHAR or BLOCK */
    public static TarEntry device(Type type, String name, int major, int minor) {
        return new TarEntry(
                type, ByteName.of(name), ByteName.EMPTY, 0600, 0, 0, Instant.EPOCH, 0, major, minor, Map.of());
    }

    private static TarEntry of(Type type, String name, String link, int mode, long size) {
        return new TarEntry(
                type, ByteName.of(name), ByteName.of(link), mode, 0, 0, Instant.EPOCH, size, 0, 0, Map.of());
    }

    public TarEntry withName(ByteName newName) {
        return new TarEntry(type, newName, linkName, mode, uid, gid, mtime, size, devMajor, devMinor, xattrs);
    }

    public TarEntry withMode(int newMode) {
        return new TarEntry(type, name, linkName, newMode, uid, gid, mtime, size, devMajor, devMinor, xattrs);
    }

    public TarEntry withOwner(long newUid, long newGid) {
        return new TarEntry(type, name, linkName, mode, newUid, newGid, mtime, size, devMajor, devMinor, xattrs);
    }

    public TarEntry withMtime(Instant newMtime) {
        return new TarEntry(type, name, linkName, mode, uid, gid, newMtime, size, devMajor, devMinor, xattrs);
    }

    public TarEntry withXattrs(Map<String, byte[]> newXattrs) {
        return new TarEntry(type, name, linkName, mode, uid, gid, mtime, size, devMajor, devMinor, newXattrs);
    }

    public boolean isFile() {
        return type == Type.FILE;
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }
}

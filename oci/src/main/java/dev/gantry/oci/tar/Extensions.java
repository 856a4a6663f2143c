package dev.gantry.oci.tar;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What PAX and GNU extension headers say about the next member, and how that and the member's own header become one
 * entry. Where readers are known to disagree (two headers of one kind, PAX mixed with GNU names, a PAX size beside
 * another one, content behind something that has none) the archive is refused.
 */
final class Extensions {
    private static final long MAX_ID = 0xffff_fffeL;
    /** About the year 36,000; file systems end long before. */
    private static final long MAX_TIME = 1L << 40;

    private @Nullable PaxHeader local;
    private @Nullable ByteName longName;
    private @Nullable ByteName longLink;
    private @Nullable Long globalUid;
    private @Nullable Long globalGid;
    private @Nullable Instant globalMtime;

    void clear() {
        local = null;
        longName = null;
        longLink = null;
    }

    boolean isEmpty() {
        return local == null && longName == null && longLink == null;
    }

    void local(PaxHeader header) {
        refuseIf(!isEmpty());
        local = header;
    }

    void global(PaxHeader header) {
        refuseIf(!isEmpty());
        globalUid = header.uid == null ? globalUid : header.uid;
        globalGid = header.gid == null ? globalGid : header.gid;
        globalMtime = header.mtime == null ? globalMtime : header.mtime;
    }

    void longName(ByteName name) {
        refuseIf(local != null || longName != null);
        longName = name;
    }

    void longLink(ByteName name) {
        refuseIf(local != null || longLink != null);
        longLink = name;
    }

    private static void refuseIf(boolean twice) {
        if (twice) {
            throw TarRefusals.refused(
                    "a member has extension headers that compete with each other",
                    "make the archive with one tool in one format, such as tar --format=posix");
        }
    }

    TarEntry entry(Header header, TarLimits limits) {
        PaxHeader pax = local;
        ByteName name = pax != null && pax.path != null ? pax.path : longName != null ? longName : header.name();
        checkName(name, limits);
        TarEntry.Type type = type(header.type(), name);
        ByteName link = ByteName.EMPTY;
        if (type == TarEntry.Type.HARDLINK || type == TarEntry.Type.SYMLINK) {
            link = pax != null && pax.linkPath != null ? pax.linkPath : longLink != null ? longLink : header.linkName();
            checkLink(name, link, limits);
        }
        boolean device = type == TarEntry.Type.CHAR || type == TarEntry.Type.BLOCK;
        Long uid = pax != null && pax.uid != null ? pax.uid : globalUid;
        Long gid = pax != null && pax.gid != null ? pax.gid : globalGid;
        Instant mtime = pax != null && pax.mtime != null ? pax.mtime : globalMtime;
        return new TarEntry(
                type,
                name,
                link,
                header.mode(),
                id(uid == null ? header.uid() : uid, "owner", name),
                id(gid == null ? header.gid() : gid, "group", name),
                mtime == null ? time(header.mtime(), name) : mtime,
                size(header, pax, type, name),
                device ? TarReader.device(header.devMajor(), true, name) : 0,
                device ? TarReader.device(header.devMinor(), false, name) : 0,
                pax == null || pax.xattrs.isEmpty() ? Map.of() : pax.xattrs);
    }

    private static void checkName(ByteName name, TarLimits limits) {
        if (name.isEmpty()) {
            throw TarRefusals.damaged("a member has no name");
        }
        if (name.length() > limits.nameBytes()) {
            throw TarRefusals.limit("the name " + name + " is too long", limits.nameBytes());
        }
        if (name.longestComponent() > limits.componentBytes()) {
            throw TarRefusals.limit("a part of the name " + name + " is too long", limits.componentBytes());
        }
        if (name.depth() > limits.pathDepth()) {
            throw TarRefusals.limit("the member " + name + " lies too deep", limits.pathDepth());
        }
    }

    private static void checkLink(ByteName name, ByteName link, TarLimits limits) {
        if (link.isEmpty()) {
            throw TarRefusals.damaged("the link " + name + " has no target");
        }
        if (link.length() > limits.nameBytes()) {
            throw TarRefusals.limit("the target of the link " + name + " is too long", limits.nameBytes());
        }
    }

    private static TarEntry.Type type(char flag, ByteName name) {
        return switch (flag) {
            // Old archivers had no type for a directory but the slash; GNU tar still goes by it.
            case '0', '\0', '7' -> name.endsWithSlash() ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE;
            case '1' -> TarEntry.Type.HARDLINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '3' -> TarEntry.Type.CHAR;
            case '4' -> TarEntry.Type.BLOCK;
            case '5' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            case 'S' -> throw TarReader.sparse(name);
            case 'D', 'M', 'N', 'V' ->
                throw TarRefusals.refused(
                        "the member " + name + " belongs to an incremental, multi-volume or labelled archive",
                        "make a plain archive, without --incremental, --multi-volume and --label");
            default ->
                throw TarRefusals.damaged(
                        "the member " + name + " is of the unknown type " + ByteName.of(new byte[] {(byte) flag}));
        };
    }

    private static long size(Header header, @Nullable PaxHeader pax, TarEntry.Type type, ByteName name) {
        long own = header.size();
        Long told = pax == null ? null : pax.size;
        if (own < 0) {
            throw TarRefusals.damaged("the member " + name + " has a negative size");
        }
        if (told != null && own != 0 && own != told && !header.sizeIsFull()) {
            throw TarRefusals.refused(
                    "the member " + name + " has two sizes, " + own + " and " + told,
                    "make the archive again with a tool that writes one size");
        }
        // Hard links repeat their target's size in some archives and never have content, as in GNU tar.
        long size = told != null ? told : type == TarEntry.Type.HARDLINK ? 0 : own;
        if (size > 0 && type != TarEntry.Type.FILE) {
            throw TarRefusals.refused(
                    "the member " + name + " is no file and yet has " + size + " bytes of content",
                    "make the archive again with GNU tar or libarchive");
        }
        return size;
    }

    private static long id(long id, String what, ByteName name) {
        if (id < 0 || id > MAX_ID) {
            throw TarRefusals.refused(
                    "the " + what + " " + id + " of the member " + name + " is no user or group number of Linux",
                    "make the archive with numbers from 0 to 4294967294");
        }
        return id;
    }

    private static Instant time(long seconds, ByteName name) {
        if (seconds > MAX_TIME || seconds < -MAX_TIME) {
            throw TarRefusals.damaged("the time of the member " + name + " is beyond all measure");
        }
        return Instant.ofEpochSecond(seconds);
    }
}

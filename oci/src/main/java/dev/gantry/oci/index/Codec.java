package dev.gantry.oci.index;

import dev.gantry.oci.digest.Digest;
import dev.gantry.oci.tar.ByteName;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/** Entries as bytes, docs/layer-index.md, "Records". Big-endian. */
final class Codec {
    static final int FIXED = 74;
    private static final int HASH = 32;
    private static final int HASH_AT = 40;
    private static final byte[] NO_HASH = new byte[HASH];
    private static final int OPAQUE = 1;
    private static final int IMPLICIT = 2;
    private static final int HASHED = 4;

    private Codec() {}

    static byte[] encode(IndexEntry entry) {
        byte[] path = entry.path().bytes();
        byte[] link = entry.link().bytes();
        ByteBuffer out = ByteBuffer.allocate(FIXED + path.length + link.length);
        int flags = (entry.opaque() ? OPAQUE : 0)
                | (entry.implicit() ? IMPLICIT : 0)
                | (entry.content().isPresent() ? HASHED : 0);
        out.putShort((short) path.length)
                .put((byte) entry.kind().ordinal())
                .put((byte) flags)
                .putInt(entry.mode())
                .putInt((int) entry.uid())
                .putInt((int) entry.gid())
                .putLong(entry.mtime())
                .putLong(entry.size())
                .putLong(entry.offset())
                .put(entry.content().map(d -> HexFormat.of().parseHex(d.hex())).orElse(NO_HASH))
                .putShort((short) link.length)
                .put(path)
                .put(link);
        return out.array();
    }

    static IndexEntry decode(ByteBuffer file, int at) {
        byte[] path = path(file, at);
        byte[] link = new byte[file.getShort(at + FIXED - 2) & 0xffff];
        file.get(at + FIXED + path.length, link);
        int flags = file.get(at + 3);
        byte[] hash = new byte[HASH];
        file.get(at + HASH_AT, hash);
        return new IndexEntry(
                ByteName.of(path),
                kind(file, at),
                (flags & OPAQUE) != 0,
                (flags & IMPLICIT) != 0,
                file.getInt(at + 4),
                Integer.toUnsignedLong(file.getInt(at + 8)),
                Integer.toUnsignedLong(file.getInt(at + 12)),
                file.getLong(at + 16),
                size(file, at),
                file.getLong(at + 32),
                ByteName.of(link),
                (flags & HASHED) == 0 ? Optional.empty() : Optional.of(Digest.finish(hash)));
    }

    static byte[] path(ByteBuffer file, int at) {
        byte[] path = new byte[file.getShort(at) & 0xffff];
        file.get(at + FIXED, path);
        return path;
    }

    static int path(ByteBuffer file, int at, byte[] into) {
        int length = file.getShort(at) & 0xffff;
        file.get(at + FIXED, into, 0, length);
        return length;
    }

    static boolean hasContent(ByteBuffer file, int at, Digest content) {
        String hex = content.hex();
        if ((file.get(at + 3) & HASHED) == 0) {
            return false;
        }
        for (int i = 0; i < HASH; i++) {
            if ((file.get(at + HASH_AT + i) & 0xff) != HexFormat.fromHexDigits(hex, i * 2, i * 2 + 2)) {
                return false;
            }
        }
        return true;
    }

    static EntryKind kind(ByteBuffer file, int at) {
        return EntryKind.of(file.get(at + 2));
    }

    static boolean opaque(ByteBuffer file, int at) {
        return (file.get(at + 3) & OPAQUE) != 0;
    }

    static boolean implicit(ByteBuffer file, int at) {
        return (file.get(at + 3) & IMPLICIT) != 0;
    }

    static long size(ByteBuffer file, int at) {
        return file.getLong(at + 24);
    }
}

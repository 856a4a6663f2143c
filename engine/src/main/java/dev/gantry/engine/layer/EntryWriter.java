package dev.gantry.engine.layer;

import dev.gantry.engine.disk.DiskReserve;
import dev.gantry.engine.kernel.file.Dir;
import dev.gantry.engine.kernel.file.KernelException;
import dev.gantry.engine.kernel.file.OpenFile;
import dev.gantry.engine.kernel.file.Stat;
import dev.gantry.engine.kernel.file.Tree;
import dev.gantry.oci.index.Meaning;
import dev.gantry.oci.tar.ByteName;
import dev.gantry.oci.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Puts one entry of a layer's archive into the layer's directory, by the rules of the OCI image specification, layer.md,
 * and in overlayfs' form. Whatever the entry is called or links to, nothing outside the directory is touched: parents
 * are resolved below it by the kernel, and the last name is never followed. Of two entries with one name the last wins.
 */
final class EntryWriter {
    private static final int BUFFER = 256 << 10;

    private final Directories directories;
    private final DiskReserve reserve;
    private final byte[] heap = new byte[BUFFER];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private long fileBytes;

    EntryWriter(Directories directories, DiskReserve reserve) {
        this.directories = directories;
        this.reserve = reserve;
    }

    /** Bytes of all files so far. */
    long fileBytes() {
        return fileBytes;
    }

    void put(TarEntry entry, InputStream content) throws IOException {
        reserve.made();
        ByteName name = entry.name();
        Meaning meaning = Meaning.of(name, "unpack");
        List<ByteName> parents = meaning.parents();
        byte[] last = meaning.name().bytes();
        switch (meaning.kind()) {
            case OPAQUE -> directories.makeOpaque(parents, name);
            case WHITEOUT -> putWhiteout(directories.ensure(parents, name), last);
            case IGNORED -> {
                // Bookkeeping of AUFS, which older builders left in their archives.
            }
            case ENTRY -> {
                if (meaning.name().isEmpty()) {
                    putRoot(entry);
                } else {
                    putEntry(entry, meaning, directories.ensure(parents, name), last, content);
                }
            }
        }
    }

    private void putRoot(TarEntry entry) {
        if (!entry.isDirectory()) {
            throw LayerRefusals.invalid(entry.name(), "it would replace the root of the file system");
        }
        Dir root = directories.ensure(List.of(), entry.name());
        root.chown((int) entry.uid(), (int) entry.gid());
        root.chmod(entry.mode());
        Xattrs.kept(entry).forEach(root::setXattr);
        directories.explicit(List.of(), entry);
    }

    /** Hides a name of the layers below; what this layer itself has under that name stays. */
    private void putWhiteout(Dir parent, byte[] name) {
        Stat there = parent.stat(name).orElse(null);
        if (there == null) {
            parent.mknod(name, Stat.S_IFCHR, 0, 0);
        } else if (there.isDirectory()) {
            try (Dir dir = parent.child(name)) {
                dir.setXattr(Directories.OPAQUE, new byte[] {'y'});
            }
        }
    }

    private void putEntry(TarEntry entry, Meaning meaning, Dir parent, byte[] name, InputStream content)
            throws IOException {
        Map<String, byte[]> xattrs = Xattrs.kept(entry);
        switch (entry.type()) {
            case FILE -> putFile(entry, parent, name, xattrs, content);
            case DIRECTORY -> putDirectory(entry, meaning, parent, name, xattrs);
            case HARDLINK -> putLink(entry, parent, name);
            case SYMLINK -> {
                makeRoom(parent, name);
                parent.symlink(entry.linkName().bytes(), name);
                parent.chown(name, (int) entry.uid(), (int) entry.gid());
                setXattrs(entry, parent, name, xattrs);
                parent.times(name, entry.mtime());
            }
            case CHAR, BLOCK, FIFO -> putNode(entry, parent, name, xattrs);
        }
    }

    private void putFile(TarEntry entry, Dir parent, byte[] name, Map<String, byte[]> xattrs, InputStream content)
            throws IOException {
        try (OpenFile file = create(parent, name)) {
            int n;
            while ((n = content.read(heap)) >= 0) {
                file.write(direct.clear().put(heap, 0, n).flip());
                fileBytes += n;
                reserve.wrote(n);
            }
            // The order matters: a change of owner clears the set-id bits and the capabilities.
            file.chown((int) entry.uid(), (int) entry.gid());
            file.chmod(entry.mode());
            for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
                try {
                    file.setXattr(xattr.getKey(), xattr.getValue());
                } catch (KernelException e) {
                    throw Xattrs.refused(entry, xattr.getKey(), e);
                }
            }
            file.times(entry.mtime());
        }
    }

    private OpenFile create(Dir parent, byte[] name) {
        try {
            return parent.create(name, 0600);
        } catch (KernelException e) {
            if (!e.is("EEXIST")) {
                throw e;
            }
        }
        makeRoom(parent, name);
        return parent.create(name, 0600);
    }

    private void putDirectory(TarEntry entry, Meaning meaning, Dir parent, byte[] name, Map<String, byte[]> xattrs) {
        boolean hides = false;
        Stat there = parent.stat(name).orElse(null);
        if (there == null || !there.isDirectory()) {
            hides = there != null && there.isWhiteout();
            if (there != null) {
                makeRoom(parent, name);
            }
            parent.mkdir(name, 0700);
        }
        try (Dir dir = parent.child(name)) {
            dir.chown((int) entry.uid(), (int) entry.gid());
            dir.chmod(entry.mode());
            if (hides) {
                dir.setXattr(Directories.OPAQUE, new byte[] {'y'});
            }
        }
        setXattrs(entry, parent, name, xattrs);
        directories.explicit(meaning.parts(), entry);
    }

    /** The other name is looked for in this layer only; an absolute one starts at the layer's root. */
    private void putLink(TarEntry entry, Dir parent, byte[] name) {
        Stat target = linkTarget(entry).stat(linkName(entry)).orElse(null);
        Stat there = parent.stat(name).orElse(null);
        if (target != null && there != null && target.inode() == there.inode()) {
            return;
        }
        makeRoom(parent, name);
        // Anew, because what made room may have held the other name.
        Dir targetParent = linkTarget(entry);
        target = targetParent.stat(linkName(entry)).orElse(null);
        if (target == null || target.isDirectory() || target.isWhiteout()) {
            throw LayerRefusals.invalid(
                    entry.name(), "it is a hard link to " + entry.linkName() + ", which is no file of the layer");
        }
        targetParent.link(linkName(entry), parent, name);
    }

    private Dir linkTarget(TarEntry entry) {
        List<ByteName> parts = Meaning.target(entry.linkName(), entry.name(), "unpack");
        if (parts.isEmpty()) {
            throw LayerRefusals.invalid(entry.name(), "it is a hard link to the root of the file system");
        }
        return directories.existing(parts.subList(0, parts.size() - 1), entry.name());
    }

    private static byte[] linkName(TarEntry entry) {
        List<ByteName> parts = entry.linkName().components();
        return parts.get(parts.size() - 1).bytes();
    }

    private void putNode(TarEntry entry, Dir parent, byte[] name, Map<String, byte[]> xattrs) {
        int type = switch (entry.type()) {
            case CHAR -> Stat.S_IFCHR;
            case BLOCK -> Stat.S_IFBLK;
            default -> Stat.S_IFIFO;
        };
        if (type == Stat.S_IFCHR && entry.devMajor() == 0 && entry.devMinor() == 0) {
            throw LayerRefusals.invalid(entry.name(), "it is the device 0:0, by which overlayfs hides files");
        }
        makeRoom(parent, name);
        parent.mknod(name, type | 0600, entry.devMajor(), entry.devMinor());
        parent.chown(name, (int) entry.uid(), (int) entry.gid());
        parent.chmod(name, entry.mode());
        setXattrs(entry, parent, name, xattrs);
        parent.times(name, entry.mtime());
    }

    private static void setXattrs(TarEntry entry, Dir parent, byte[] name, Map<String, byte[]> xattrs) {
        for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
            try {
                parent.setXattr(name, xattr.getKey(), xattr.getValue());
            } catch (KernelException e) {
                throw Xattrs.refused(entry, xattr.getKey(), e);
            }
        }
    }

    /** Removes what an earlier entry put there. */
    private void makeRoom(Dir parent, byte[] name) {
        Stat there = parent.stat(name).orElse(null);
        if (there == null) {
            return;
        }
        Tree.remove(parent, name);
        if (there.isDirectory() || there.isLink()) {
            directories.forgetBut(parent);
        }
    }
}

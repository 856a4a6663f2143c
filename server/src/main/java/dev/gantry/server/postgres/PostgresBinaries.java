package dev.gantry.server.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The programs of the embedded Postgres, brought along in a jar and unpacked once for each version. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The directory that holds `bin/`. Another version of the programs goes to another directory. */
    static Path unpack(PostgresFiles files) throws IOException {
        URL archive = archive();
        Path directory = files.binaries(version(archive));
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path fresh = directory.resolveSibling(directory.getFileName() + ".new");
        deleteTree(fresh);
        Files.createDirectories(fresh);
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, fresh);
            }
        }
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        return directory;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("The Postgres archive names " + entry.getName() + " outside its root");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /**
     * Size and checksum (CRC-32) of the archive as the directory of its jar names them: they tell versions apart at
     * each start without reading the archive. Damage is found when it is unpacked, by the checks of xz.
     */
    private static String version(URL archive) throws IOException {
        if (!(archive.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException(archive + " is in no jar");
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            ZipEntry entry = jar.getEntry(connection.getEntryName());
            return "%d-%08x".formatted(entry.getSize(), entry.getCrc());
        }
    }

    private static URL archive() throws IOException {
        String resource = "/postgres-linux-" + architecture() + ".txz";
        @Nullable URL found = PostgresBinaries.class.getResource(resource);
        if (found == null) {
            throw new IOException("This build brings no Postgres for this platform (" + resource
                    + "): name a database by gantry.database.url");
        }
        return found;
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "unknown";
        };
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package dev.gantry.server.platform;

import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where this installation keeps its files; the only one who joins the names below it.
 *
 * @param home the installation's home, made with mode 0700 if it is missing
 */
@Validated
@ConfigurationProperties(prefix = "gantry.server", ignoreUnknownFields = false)
public record ServerHome(@NotNull Path home) {

    public Path adminFile() {
        return server().resolve("admin.json");
    }

    public Path tokenFile() {
        return server().resolve("token");
    }

    /** The key that encrypts what the database must not show. */
    public Path secretKeyFile() {
        return server().resolve("secret.key");
    }

    /** The id of the server that works here, or worked here last. */
    public Path replicaFile() {
        return server().resolve("replica");
    }

    /** The bytes of the built-in registry, unless a setting says that they lie elsewhere. */
    public Path blobs() {
        return server().resolve("blobs");
    }

    /** Indexes of layers that were looked into; made again when they are missing. */
    public Path layerIndexes() {
        return directory(server().resolve("layer-indexes"));
    }

    /** Locked by the server that works here. */
    Path lockFile() {
        return server().resolve("server.lock");
    }

    public Path postgres() {
        return directory(home.resolve("postgres"));
    }

    public Path postgresLog() {
        return directory(home.resolve("logs")).resolve("postgres.log");
    }

    /** The server's own directory, mode 0700. */
    public Path server() {
        return directory(home.resolve("server"));
    }

    /** Writes a file that only the server's user can read: complete and durable under its name, or not there. */
    public static void writeSecret(Path file, byte[] content) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (var channel = java.nio.channels.FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), secret())) {
                var bytes = java.nio.ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }

    /** Mode 0600. */
    static FileAttribute<Set<PosixFilePermission>> secret() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    private static Path directory(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return path.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make " + path, e);
        }
    }
}

package dev.gantry.server.authority;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.UUID;

/** The key that stays outside the database: 32 random bytes in a file that only the server's user can read. */
final class SecretKeyFile {
    private SecretKeyFile() {}

    /** Reads the key, or makes it at the first start. */
    static byte[] readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != SecretBox.KEY_BYTES) {
            throw new IOException(file + " has " + key.length + " bytes, not " + SecretBox.KEY_BYTES
                    + "; bring back the file that this installation was made with");
        }
        return key;
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[SecretBox.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // Another server of this home was first; its key is the key.
        } finally {
            Files.delete(fresh);
        }
    }
}

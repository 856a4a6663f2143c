package dev.gantry.server.postgres;

import dev.gantry.server.platform.ServerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The files of an embedded Postgres; the only one who joins their names.
 *
 * @param root its directory, mode 0700
 * @param log where Postgres writes its log
 */
record PostgresFiles(Path root, Path log) {
    /** A socket's path has room for 107 bytes (unix(7)), of which `/.s.PGSQL.65535.lock` takes 20. */
    private static final int MOST_SOCKET_DIRECTORY = 87;

    Path data() {
        return root.resolve("data");
    }

    /** Where initdb works; it becomes data when it is complete. */
    Path freshData() {
        return root.resolve("data.new");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    Path portFile() {
        return root.resolve("port");
    }

    Path binaries(String version) {
        return root.resolve("binaries").resolve(version);
    }

    /** Where local tools find it; empty, which means no socket, when the path is too long for one. */
    String socketDirectory() {
        String directory = root.resolve("socket").toString();
        return directory.getBytes(StandardCharsets.UTF_8).length > MOST_SOCKET_DIRECTORY ? "" : directory;
    }

    /** The password, made with 256 random bits the first time. */
    String password() {
        if (!Files.exists(passwordFile())) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            ServerHome.writeSecret(
                    passwordFile(), HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        }
        return read(passwordFile());
    }

    @Nullable
    Integer rememberedPort() {
        if (!Files.exists(portFile())) {
            return null;
        }
        String text = read(portFile());
        return text.matches("\\d{1,5}") ? Integer.valueOf(text) : null;
    }

    void rememberPort(int port) {
        ServerHome.writeSecret(portFile(), Integer.toString(port).getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }
}

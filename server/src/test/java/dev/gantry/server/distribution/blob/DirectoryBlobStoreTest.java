package dev.gantry.server.distribution.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    @Override
    BlobStore another() {
        return new DirectoryBlobStore(home.resolve("blobs"));
    }

    @Test
    void nobody_else_on_the_machine_looks_in() throws IOException {
        assertThat(Files.getPosixFilePermissions(home.resolve("blobs")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
}

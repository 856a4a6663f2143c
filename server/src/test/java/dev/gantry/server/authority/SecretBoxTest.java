package dev.gantry.server.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
    private static final byte[] PLAIN = "a key".getBytes(StandardCharsets.UTF_8);

    @Test
    void what_was_sealed_opens_with_the_same_key_and_purpose_only() {
        SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES]);
        byte[] sealed = box.seal("ca", PLAIN);

        assertThat(box.open("ca", sealed)).isEqualTo(PLAIN);
        assertThat(box.seal("ca", PLAIN)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> box.open("other", sealed)).hasMessageContaining("secret.key");
        byte[] otherKey = new byte[SecretBox.KEY_BYTES];
        otherKey[0] = 1;
        assertThatThrownBy(() -> new SecretBox(otherKey).open("ca", sealed)).hasMessageContaining("secret.key");
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> box.open("ca", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> box.open("ca", new byte[3])).hasMessageContaining("cut short");
    }

    @Test
    void the_key_file_is_made_once_for_its_owner_alone(@TempDir Path home) throws Exception {
        Path file = home.resolve("server/secret.key");
        byte[] key = SecretKeyFile.readOrCreate(file);

        assertThat(key).hasSize(SecretBox.KEY_BYTES).isEqualTo(SecretKeyFile.readOrCreate(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.list(file.getParent())).hasSize(1);
    }
}

package dev.gantry.oci.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Security;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoLibraryTest {
    private static final String CIPHER = "AES/GCM/NoPadding";

    @BeforeAll
    static void install() {
        CryptoLibrary.speedUpTls();
        CryptoLibrary.speedUpTls();
    }

    @AfterAll
    static void remove() {
        Security.removeProvider("GantryCrypto");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 65_536, 300_000})
    void its_digests_are_those_of_the_jdk_however_the_bytes_come(int length) {
        byte[] content = bytes(length);
        MessageDigest hash = Digest.ofStream();
        hash.update(content, 0, length / 3);
        hash.update(ByteBuffer.wrap(content, length / 3, length - length / 3));

        assertThat(hash.getProvider().getName()).startsWith("Amazon");
        assertThat(hash.digest()).isEqualTo(Digest.sha256().digest(content));
    }

    @Test
    void whoever_names_no_provider_gets_the_jdks_digests() {
        assertThat(Digest.sha256().getProvider().getName()).isEqualTo("SUN");
    }

    private static Cipher cipher(int mode, Cipher cipher) throws GeneralSecurityException {
        cipher.init(mode, new SecretKeySpec(bytes(16), "AES"), new GCMParameterSpec(128, bytes(12)));
        cipher.updateAAD(bytes(5));
        return cipher;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 16_384})
    void what_it_encrypts_in_records_the_jdk_decrypts(int length) throws GeneralSecurityException {
        Cipher ours = cipher(Cipher.ENCRYPT_MODE, Cipher.getInstance(CIPHER));
        ByteBuffer record = ByteBuffer.allocate(length + 16);
        ours.doFinal(ByteBuffer.wrap(bytes(length)), record);

        assertThat(ours.getProvider().getName()).isEqualTo("GantryCrypto");
        assertThat(cipher(Cipher.DECRYPT_MODE, Cipher.getInstance(CIPHER, "SunJCE"))
                        .doFinal(record.array()))
                .isEqualTo(bytes(length));
    }

    @Test
    void a_record_is_decrypted_in_place() throws GeneralSecurityException {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, Cipher.getInstance(CIPHER, "SunJCE"))
                .doFinal(bytes(1000));
        ByteBuffer in = ByteBuffer.wrap(sealed);
        int length = cipher(Cipher.DECRYPT_MODE, Cipher.getInstance(CIPHER)).doFinal(in, in.duplicate());

        assertThat(length).isEqualTo(1000);
        assertThat(ByteBuffer.wrap(sealed, 0, 1000)).isEqualTo(ByteBuffer.wrap(bytes(1000)));
    }

    @Test
    void a_record_that_was_changed_is_refused() throws GeneralSecurityException {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, Cipher.getInstance(CIPHER)).doFinal(bytes(1000));
        sealed[500] ^= 1;
        Cipher reader = cipher(Cipher.DECRYPT_MODE, Cipher.getInstance(CIPHER));
        assertThatThrownBy(() -> reader.doFinal(sealed)).isInstanceOf(AEADBadTagException.class);
    }
}

package dev.gantry.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.oci.compression.DecompressionLimits;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.testing.Packed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every program does that unpacks gzip for us. */
@Tag("engine")
abstract class FastGzipContract {
    private final String program;
    private final Decompressor decompressor;
    private final byte[] plain = text(5 << 20);

    FastGzipContract(String program) {
        this.program = program;
        this.decompressor = FastGzip.usable(program)
                .map(fast -> fast.in(Decompressor.of(DecompressionLimits.DEFAULT)))
                .orElseGet(() -> Decompressor.of(DecompressionLimits.DEFAULT));
    }

    @BeforeEach
    void theProgramIsInstalled() {
        assumeThat(Command.find(program)).as("packages isal and pigz").isPresent();
    }

    @Test
    void it_is_usable_and_the_faster_one_is_chosen() {
        assertThat(FastGzip.usable(program)).isPresent();
        assertThat(FastGzip.choose().map(FastGzip::name))
                .contains(Command.find("igzip").isPresent() ? "igzip" : "unpigz");
        assertThat(FastGzip.usable("true")).as("a program that does not unpack").isEmpty();
    }

    @AfterEach
    void noProgramIsLeft() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    /** Half noise, half the same byte, so that it packs a little. */
    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        for (int i = 0; i < length; i += 2) {
            bytes[i] = 'x';
        }
        return bytes;
    }

    private byte[] unpack(InputStream packed) throws IOException {
        try (InputStream in = decompressor.open(packed).stream()) {
            return in.readAllBytes();
        }
    }

    private byte[] unpack(byte[] packed) throws IOException {
        return unpack(new ByteArrayInputStream(packed));
    }

    @Test
    void it_unpacks_all_members() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(Packed.gzip(plain));
        packed.write(Packed.gzip("end".getBytes()));
        byte[] unpacked = unpack(packed.toByteArray());
        assertThat(Arrays.copyOf(unpacked, plain.length)).isEqualTo(plain);
        assertThat(new String(unpacked, plain.length, unpacked.length - plain.length))
                .isEqualTo("end");
    }

    @Test
    void what_is_cut_off_or_damaged_is_refused() {
        byte[] packed = Packed.gzip(plain);
        for (int length : new int[] {5, 11, packed.length / 2, packed.length - 1}) {
            assertThatThrownBy(() -> unpack(Arrays.copyOf(packed, length)))
                    .as("%d bytes of it", length)
                    .hasMessageMatching("(?s).*ARCHIVE_(TRUNCATED|INVALID).*");
        }
        for (int place : new int[] {packed.length / 2, packed.length - 6, packed.length - 2}) {
            byte[] damaged = packed.clone();
            damaged[place] ^= 0x55;
            assertThatThrownBy(() -> unpack(damaged)).hasMessageContaining("ARCHIVE_INVALID");
        }
    }

    @Test
    void a_reader_that_stops_early_ends_the_program_and_closes_the_source() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream source = new FilterInputStream(new ByteArrayInputStream(Packed.gzip(plain))) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (InputStream in = decompressor.open(source).stream()) {
            assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(plain, 1000));
            assertThat(ProcessHandle.current().children()).hasSize(1);
        }
        assertThat(closed).containsExactly(true);
    }

    @Test
    void a_bomb_is_refused_as_ever() {
        byte[] bomb = Packed.gzip(new byte[300 << 20]);
        assertThatThrownBy(() -> {
                    try (InputStream in = decompressor.open(new ByteArrayInputStream(bomb)).stream()) {
                        in.transferTo(java.io.OutputStream.nullOutputStream());
                    }
                })
                .hasMessageContaining("LIMIT_EXCEEDED");
    }

    @Test
    void what_the_source_throws_comes_out() {
        byte[] packed = Packed.gzip(plain);
        InputStream source = new FilterInputStream(new ByteArrayInputStream(packed)) {
            private int given;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (given > packed.length / 2) {
                    throw new IOException("the line is dead");
                }
                int n = super.read(target, offset, Math.min(length, 4096));
                given += n;
                return n;
            }
        };
        assertThatThrownBy(() -> unpack(source)).hasMessage("the line is dead");
    }
}

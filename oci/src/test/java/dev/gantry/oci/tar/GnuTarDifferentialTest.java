package dev.gantry.oci.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.testing.RawTar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed archives, over and over: what our reader accepts has the members that GNU tar sees, in number, order and name. */
class GnuTarDifferentialTest {
    private static final int ROUNDS = 400;
    private static final char[] TYPES = {'0', '\0', '1', '2', '5', '6', '7', 'x', 'g', 'L', 'K', 'S', 'A'};

    @TempDir
    Path dir;

    @Test
    void whatever_is_accepted_has_the_members_that_gnu_tar_sees() throws Exception {
        Random random = new Random(2026);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] archive = archive(random);
            Optional<List<String>> ours = ours(archive);
            if (ours.isPresent()) {
                accepted++;
                Files.write(dir.resolve("a.tar"), archive);
                assertThat(ours.get()).as("round %d", round).isEqualTo(gnu());
            }
        }
        assertThat(accepted).as("archives that were accepted").isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    /** A few members of any type whose sizes, names and extensions often do not fit together. */
    private static byte[] archive(Random random) {
        List<byte[]> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            if (random.nextInt(3) == 0) {
                parts.add(extension(random, i));
            }
            boolean usual = random.nextInt(3) > 0;
            char type = usual ? "0125".charAt(random.nextInt(4)) : TYPES[random.nextInt(TYPES.length)];
            int size = type == '0' || random.nextInt(6) == 0 ? random.nextInt(3) * 512 : 0;
            RawTar header = RawTar.header(type, "m" + i + (random.nextInt(5) == 0 ? "/" : ""), size);
            if (type == '1' || type == '2') {
                header.link("target");
            }
            if (random.nextInt(8) == 0) {
                header.text(345, "prefix");
            }
            if (random.nextInt(8) == 0) {
                header.text(257, "ustar  \0");
            }
            byte[] content = new byte[random.nextInt(4) == 0 ? random.nextInt(3) * 512 : size];
            if (content.length >= 512 && random.nextBoolean()) {
                System.arraycopy(RawTar.header('0', "hidden" + i, 0).block(), 0, content, 0, 512);
            }
            parts.add(header.with(content));
        }
        return RawTar.archive(parts.toArray(new byte[0][]));
    }

    private static byte[] extension(Random random, int i) {
        return switch (random.nextInt(6)) {
            case 0 -> RawTar.pax("path=pax" + i);
            case 1 -> RawTar.pax("size=" + random.nextInt(3) * 512);
            case 2 -> RawTar.pax("path=p" + i, "size=512", "mtime=1.5");
            case 3 -> RawTar.longName('L', "long" + i);
            case 4 -> RawTar.longName('K', "longlink" + i);
            default -> RawTar.pax('g', "13 uid=12345\n");
        };
    }

    private static Optional<List<String>> ours(byte[] archive) throws IOException {
        try {
            List<String> names = new ArrayList<>();
            TarReader reader = new TarReader(new ByteArrayInputStream(archive), TarLimits.DEFAULT);
            for (TarEntry e = reader.next(); e != null; e = reader.next()) {
                names.add(e.name().utf8().replaceAll("/+$", ""));
            }
            return Optional.of(names);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private List<String> gnu() throws Exception {
        Process process = new ProcessBuilder("tar", "-tf", "a.tar")
                .directory(dir.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String names = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Arrays.stream(names.split("\n"))
                .filter(name -> !name.isEmpty())
                .map(name -> name.replaceAll("/+$", ""))
                .toList();
    }
}

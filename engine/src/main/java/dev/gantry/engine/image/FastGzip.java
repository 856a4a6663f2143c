package dev.gantry.engine.image;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.ProgramStream;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a program of the host unpack gzip where one is installed: igzip (ISA-L) is several times as fast as the JDK's
 * Inflater, unpigz (pigz) about one and a half times, and each works beside us on another core. Like gzip(1) they pass
 * over what follows the last member; digests cover that, too.
 */
final class FastGzip {
    /** Who unpacks where no program does. */
    static final String NONE = "jdk";

    private static final Logger LOG = LoggerFactory.getLogger(FastGzip.class);
    /** The faster one first. */
    private static final List<String> PROGRAMS = List.of("igzip", "unpigz");

    private static final Map<String, List<String>> ARGUMENTS =
            Map.of("igzip", List.of("-d", "-c"), "unpigz", List.of("-c"));
    private static final byte[] PROBE = "what comes out is what went in".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final List<String> argv;

    private FastGzip(String name, Path program) {
        this.name = name;
        List<String> whole = new ArrayList<>(List.of(program.toString()));
        whole.addAll(ARGUMENTS.getOrDefault(name, List.of()));
        this.argv = List.copyOf(whole);
    }

    /** The fastest program that is installed and unpacks a few bytes just now. */
    static Optional<FastGzip> choose() {
        Optional<FastGzip> chosen =
                PROGRAMS.stream().flatMap(program -> usable(program).stream()).findFirst();
        LOG.info("gzip is unpacked by {}", chosen.map(one -> one.argv.get(0)).orElse("the JDK"));
        return chosen;
    }

    /** @param name of the program; empty when it is not installed, or does not do its work */
    static Optional<FastGzip> usable(String name) {
        return Command.find(name).map(program -> new FastGzip(name, program)).filter(FastGzip::works);
    }

    String name() {
        return name;
    }

    /** The same decompressor with the same limits, but faster. */
    Decompressor in(Decompressor plain) {
        return plain.withGzip(packed -> {
            Optional<ProgramStream> stream = ProgramStream.start(argv, packed, this::refusal);
            return stream.isPresent() ? stream.get() : plain.open(packed, Compression.GZIP);
        });
    }

    private boolean works() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(PROBE);
        } catch (IOException e) {
            return false;
        }
        InputStream source = new ByteArrayInputStream(packed.toByteArray());
        Optional<ProgramStream> stream = ProgramStream.start(argv, source, this::refusal);
        if (stream.isEmpty()) {
            return false;
        }
        try (ProgramStream unpacked = stream.get()) {
            return Arrays.equals(unpacked.readNBytes(PROBE.length + 1), PROBE);
        } catch (IOException | RefusedException e) {
            LOG.warn("{} is installed and can't be used: {}", argv.get(0), e.getMessage());
            return false;
        }
    }

    private RefusedException refusal(String error) {
        boolean truncated = error.contains("complete gzip file")
                || error.contains("incomplete deflate data")
                || error.contains("missing trailer");
        String said = error.strip();
        return new RefusedException(
                truncated ? RefusalCode.ARCHIVE_TRUNCATED : RefusalCode.ARCHIVE_INVALID,
                "unpack gzip data",
                truncated ? "it ends before it should" : said.isEmpty() ? name + " ended without a word" : said,
                "make or transfer the archive again and compare its size and checksum");
    }
}

package dev.gantry.engine.image;

import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.kernel.process.ProgramStream;
import dev.gantry.oci.compression.Compression;
import dev.gantry.oci.compression.Decompressor;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Has igzip (ISA-L) unpack gzip where it is installed: it is several times as fast as the JDK's Inflater, and works
 * beside us on another core. Like gzip(1) it passes over what follows the last member; digests cover that, too.
 */
final class FastGzip {
    private final Decompressor plain;
    private final Path program;

    private FastGzip(Decompressor plain, Path program) {
        this.plain = plain;
        this.program = program;
    }

    /** The same decompressor with the same limits, faster if it can be. */
    static Decompressor in(Decompressor plain) {
        return Command.find("igzip")
                .map(program -> plain.withGzip(new FastGzip(plain, program)::unpack))
                .orElse(plain);
    }

    private InputStream unpack(InputStream packed) throws IOException {
        Optional<ProgramStream> stream =
                ProgramStream.start(List.of(program.toString(), "-d", "-c"), packed, FastGzip::refusal);
        return stream.isPresent() ? stream.get() : plain.open(packed, Compression.GZIP);
    }

    private static RefusedException refusal(String error) {
        boolean truncated = error.contains("complete gzip file");
        String said = error.strip();
        return new RefusedException(
                truncated ? RefusalCode.ARCHIVE_TRUNCATED : RefusalCode.ARCHIVE_INVALID,
                "unpack gzip data",
                truncated ? "it ends before it should" : said.isEmpty() ? "igzip ended without a word" : said,
                "make or transfer the archive again and compare its size and checksum");
    }
}

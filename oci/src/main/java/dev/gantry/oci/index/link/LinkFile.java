package dev.gantry.oci.index.link;

import dev.gantry.oci.tar.ByteName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where links lie and lead, in a scratch file, so that memory need not hold their names. */
public final class LinkFile implements AutoCloseable {
    private static final int HEAD = 16;

    private final Path scratch;
    private @Nullable FileChannel channel;
    private long end;

    /** @param scratch a file that does not exist; it is made for the first link, and closing removes it */
    public LinkFile(Path scratch) {
        this.scratch = scratch;
    }

    /** @param sequence its place in the archive */
    public record Link(long sequence, ByteName path, ByteName target) {}

    /** @return where to find it again, not negative */
    public long add(Link link) throws IOException {
        byte[] path = link.path().bytes();
        byte[] target = link.target().bytes();
        ByteBuffer record = ByteBuffer.allocate(HEAD + path.length + target.length)
                .putLong(link.sequence())
                .putInt(path.length)
                .putInt(target.length)
                .put(path)
                .put(target)
                .flip();
        long at = end;
        FileChannel file = file();
        while (record.hasRemaining()) {
            end += file.write(record, end);
        }
        return at;
    }

    public Link get(long at) throws IOException {
        ByteBuffer head = read(at, HEAD);
        long sequence = head.getLong();
        byte[] path = new byte[head.getInt()];
        byte[] target = new byte[head.getInt()];
        read(at + HEAD, path.length + target.length).get(path).get(target);
        return new Link(sequence, ByteName.of(path), ByteName.of(target));
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        FileChannel file = file();
        while (into.hasRemaining() && file.read(into, at + into.position()) > 0) {
            // A read may bring less than was asked for.
        }
        return into.flip();
    }

    private FileChannel file() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            file = FileChannel.open(
                    scratch, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
            channel = file;
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        if (file != null) {
            file.close();
            Files.deleteIfExists(scratch);
        }
    }
}

package dev.gantry.server.image.layer;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Sends a file's bytes, on the request's own thread and as fast as the reader takes them. */
@Component
public class FileContent {
    private static final Logger LOG = LoggerFactory.getLogger(FileContent.class);
    private static final int CHUNK = 64 << 10;

    private final LayerAsk ask;
    private final Layers layers;

    FileContent(LayerAsk ask, Layers layers) {
        this.ask = ask;
        this.layers = layers;
    }

    /**
     * @param offset in bytes
     * @param length at most so many bytes; null for all
     */
    public void send(
            LayersOf of, int number, String path, long offset, @Nullable Long length, HttpServletResponse response) {
        if (offset < 0 || (length != null && length < 0)) {
            throw new ProblemException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Read the file " + path + " of " + of.words(),
                    "offset and length can't be negative",
                    "Give both in bytes, or leave them out.");
        }
        // A file that is written meanwhile has no length that could be told.
        OptionalLong size = of.isLive() ? OptionalLong.empty() : layers.size(of, number, path);
        try (LayerAsk.Open open = ask.open(of, number, path, offset, length)) {
            // The first bytes, or the failure, before the status: a file that can't be read is no empty file.
            byte[] chunk = new byte[CHUNK];
            int count = open.stream().input().read(chunk);
            headers(response, path);
            size.ifPresent(all -> {
                long left = Math.max(0, all - offset);
                response.setContentLengthLong(length == null ? left : Math.min(left, length));
            });
            while (count >= 0) {
                response.getOutputStream().write(chunk, 0, count);
                count = open.stream().input().read(chunk);
            }
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("The file {} of {} broke off: its reader or its host has gone", path, of.words(), e);
            abort(response, path);
        }
    }

    /** An answer that has begun has told its length and ends with its connection, so a part is not taken for the whole. */
    private static void abort(HttpServletResponse response, String path) {
        if (!response.isCommitted()) {
            response.reset();
            throw new ProblemException(
                    ErrorCode.HOST_UNREACHABLE,
                    "Read the file " + path,
                    "the host's stream broke off",
                    "Try again; if it breaks again, look at the agent's log on the host.");
        }
    }

    private static void headers(HttpServletResponse response, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("Cache-Control", "private, no-store");
        response.setHeader("Connection", "close");
        response.setHeader(
                "Content-Disposition",
                ContentDisposition.attachment()
                        .filename(name.isEmpty() ? "file" : name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }
}

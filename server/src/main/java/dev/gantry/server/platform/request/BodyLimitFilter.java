package dev.gantry.server.platform.request;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a body above 1 MiB, whether it states its length or not. Image archives and the registry's blobs, which are
 * streamed, pass, and so do the registry's manifests, which have a limit of their own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class BodyLimitFilter extends OncePerRequestFilter {
    static final int MOST = 1 << 20;
    /** These routes take what they do not hold in memory. */
    private static final String ARCHIVES = "/api/v1/images";

    private static final Pattern CHUNKS = Pattern.compile("/api/v1/images/uploads/[^/]+");
    private static final Pattern BLOBS = Pattern.compile("/v2/.+/blobs/uploads(/[^/]*)?");
    private static final Pattern MANIFESTS = Pattern.compile("/v2/.+/manifests/[^/]+");

    private final Problems problems;

    BodyLimitFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return switch (request.getMethod()) {
            case "PATCH" -> BLOBS.matcher(path).matches();
            case "PUT" ->
                BLOBS.matcher(path).matches()
                        || MANIFESTS.matcher(path).matches()
                        || CHUNKS.matcher(path).matches();
            case "POST" -> BLOBS.matcher(path).matches() || isArchive(path, request.getContentType());
            default -> isArchive(path, request.getContentType());
        };
    }

    private static boolean isArchive(String path, @Nullable String type) {
        return path.equals(ARCHIVES) && type != null && type.startsWith(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > MOST) {
            problems.write(tooLarge(request), request, response);
            return;
        }
        chain.doFilter(new Limited(request), response);
    }

    private static ProblemException tooLarge(HttpServletRequest request) {
        return new ProblemException(
                ErrorCode.TOO_LARGE,
                "Answer " + request.getMethod() + " " + request.getRequestURI(),
                "the body is larger than 1 MiB",
                "Send less; archives are sent as application/octet-stream.");
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private @Nullable ServletInputStream counted;

        Limited(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (counted == null) {
                counted = new Counted(super.getInputStream(), (HttpServletRequest) getRequest());
            }
            return counted;
        }
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream in;
        private final HttpServletRequest request;
        private long seen;

        Counted(ServletInputStream in, HttpServletRequest request) {
            this.in = in;
            this.request = request;
        }

        private int count(int n) {
            seen += Math.max(0, n);
            if (seen > MOST) {
                throw tooLarge(request);
            }
            return n;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return count(in.read(buffer, offset, length));
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}

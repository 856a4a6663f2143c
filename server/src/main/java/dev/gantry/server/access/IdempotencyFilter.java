package dev.gantry.server.access;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.Problems;
import dev.gantry.server.platform.request.Idempotency;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Answers a repeated POST with the first one's answer instead of doing the work twice. */
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST_KEY = 200;
    private static final String[] KEPT = {
        HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG, "Operation-Location"
    };

    private final IdempotencyRows rows;
    private final Problems problems;

    IdempotencyFilter(IdempotencyRows rows, Problems problems) {
        this.rows = rows;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || Callers.currentOrNull() == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String caller = String.valueOf(Callers.current().id());
        String key = request.getHeader(HEADER);
        try {
            if (key.isBlank() || key.length() > LONGEST_KEY) {
                throw refusal(
                        ErrorCode.INVALID_ARGUMENT,
                        "Idempotency-Key must have 1 to 200 characters",
                        "Send another key.");
            }
            boolean streamed = MediaType.APPLICATION_OCTET_STREAM_VALUE.equals(request.getContentType());
            byte[] body = streamed ? new byte[0] : request.getInputStream().readAllBytes();
            byte[] fingerprint = fingerprint(request, body);
            IdempotencyRows.Row first = rows.begin(caller, key, fingerprint);
            if (first != null) {
                repeat(first, fingerprint, response);
                return;
            }
            perform(caller, key, streamed ? request : new Replayed(request, body), response, chain);
        } catch (ProblemException | DataAccessException e) {
            problems.write(e, request, response);
        }
    }

    private void perform(
            String caller, String key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean done = false;
        try {
            chain.doFilter(request, answer);
            done = answer.getStatus() < 300;
        } finally {
            if (done) {
                boolean secret = request.getAttribute(Idempotency.SECRET) != null;
                rows.end(
                        caller,
                        key,
                        answer.getStatus(),
                        headers(answer),
                        secret ? null : answer.getContentAsByteArray());
            } else {
                rows.forget(caller, key);
            }
            answer.copyBodyToResponse();
        }
    }

    private static void repeat(IdempotencyRows.Row first, byte[] fingerprint, HttpServletResponse response)
            throws IOException {
        if (!MessageDigest.isEqual(first.fingerprint(), fingerprint)) {
            throw refusal(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "the key was used for another address or body",
                    "Send a new key with a new request.");
        }
        if (first.status() == null) {
            throw refusal(
                    ErrorCode.IDEMPOTENCY_RUNNING, "the first request has not been answered yet", "Ask again soon.");
        }
        byte[] body = first.body();
        if (body == null) {
            throw refusal(
                    ErrorCode.CONFLICT,
                    "the first answer held a secret, which is shown once and not kept",
                    "If it was lost, revoke what it was for and make another.");
        }
        response.setStatus(first.status());
        first.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Map<String, String> headers(HttpServletResponse answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = name.equals(HttpHeaders.CONTENT_TYPE) ? answer.getContentType() : answer.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private static byte[] fingerprint(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String where = request.getRequestURI() + "?" + request.getQueryString() + "\n";
            sha.update(where.getBytes(StandardCharsets.UTF_8));
            return sha.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static ProblemException refusal(ErrorCode code, String why, String action) {
        return new ProblemException(code, "Repeat a request by its Idempotency-Key", why, action);
    }

    /** The request with its body, which was read to know it, to be read again. */
    private static final class Replayed extends HttpServletRequestWrapper {
        private final byte[] body;

        Replayed(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    return bytes.read(buffer, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("The body is all there: read it");
                }
            };
        }
    }
}

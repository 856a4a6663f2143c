package dev.gantry.server.access.ui;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers for the UI, which is public: its files, and its page for each address that a browser opens. All that is not
 * reserved for the server's routes ends here, so that no route can become public by standing beside the UI.
 */
public final class UiFilter extends OncePerRequestFilter {
    private static final String PAGE = "/index.html";

    private final UiFiles files;

    public UiFilter(UiFiles files) {
        this.files = files;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!read || UiFiles.isReserved(path)) {
            chain.doFilter(request, response);
            return;
        }
        UiFiles.File file = files.find(path);
        boolean page = file == null && wantsPage(request, path);
        if (page) {
            file = files.find(PAGE);
        }
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean forever = !page && path.startsWith("/assets/");
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, forever ? "public, max-age=31536000, immutable" : "no-cache, private");
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(file.content());
        }
    }

    /** A browser that opens an address asks for HTML; a missing script or picture must not get a page. */
    private static boolean wantsPage(HttpServletRequest request, String path) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return !path.startsWith("/assets/") && (path.equals("/") || (accept != null && accept.contains("text/html")));
    }
}

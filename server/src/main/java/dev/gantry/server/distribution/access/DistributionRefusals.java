package dev.gantry.server.distribution.access;

import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionErrors;
import dev.gantry.server.distribution.protocol.DistributionException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Says 401 and 403 in the words of the distribution specification. */
final class DistributionRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final DistributionErrors errors;

    DistributionRefusals(DistributionErrors errors) {
        this.errors = errors;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        String message = "log in with a user's name and password, or with a token as the password";
        errors.write(new DistributionException(DistributionCode.UNAUTHORIZED, message), request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        String message = "your role lets you pull, not push or delete; ask an admin";
        errors.write(new DistributionException(DistributionCode.DENIED, message), request, response);
    }
}

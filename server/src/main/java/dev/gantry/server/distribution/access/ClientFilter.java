package dev.gantry.server.distribution.access;

import dev.gantry.server.access.ActorType;
import dev.gantry.server.access.AgentPort;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.access.Identities;
import dev.gantry.server.distribution.protocol.DistributionCode;
import dev.gantry.server.distribution.protocol.DistributionErrors;
import dev.gantry.server.distribution.protocol.DistributionException;
import dev.gantry.server.distribution.protocol.Route;
import dev.gantry.server.platform.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Learns who pushes or pulls, anew for each request: on the agents' port by the certificate alone, elsewhere by the
 * Authorization header alone.
 */
final class ClientFilter extends OncePerRequestFilter {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    private static final String PUSH = ClientFilter.class.getName() + ".push";
    private static final int LONGEST = 1_000;

    private final Identities identities;
    private final ObjectProvider<AgentPort> agentPort;
    private final HostPushes pushes;
    private final DistributionErrors errors;

    ClientFilter(
            Identities identities, ObjectProvider<AgentPort> agentPort, HostPushes pushes, DistributionErrors errors) {
        this.identities = identities;
        this.agentPort = agentPort;
        this.pushes = pushes;
        this.errors = errors;
    }

    /** Whether it is a host's request that writes what somebody has it push. */
    static boolean isPush(HttpServletRequest request) {
        return request.getAttribute(PUSH) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Caller caller = caller(request);
            if (caller != null) {
                Callers.enter(caller);
            }
        } catch (DistributionException | ProblemException | DataAccessException | TransactionException e) {
            errors.write(e, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private @Nullable Caller caller(HttpServletRequest request) {
        AgentPort port = agentPort.getIfAvailable();
        if (port != null && port.accepts(request.getLocalPort())) {
            Caller caller = request.getAttribute(CERTIFICATES) instanceof X509Certificate[] shown && shown.length > 0
                    ? port.caller(shown[0], request.getRemoteAddr())
                    : null;
            return caller == null || caller.type() != ActorType.HOST ? caller : host(caller, request);
        }
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return null;
        }
        Caller caller = null;
        if (header.length() <= LONGEST && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            caller = byNameAndSecret(header.substring(BASIC.length()).strip(), request.getRemoteAddr());
        } else if (header.length() <= LONGEST && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String secret = header.substring(BEARER.length()).strip();
            caller = identities.bySecret("", secret, request.getRemoteAddr());
        }
        if (caller == null) {
            throw new DistributionException(
                    DistributionCode.UNAUTHORIZED,
                    "the name and password, or the token, are not those of an enabled user; log in again");
        }
        return caller;
    }

    /** A host that writes does so in somebody's name, or not at all. */
    private Caller host(Caller host, HttpServletRequest request) {
        String method = request.getMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            return host;
        }
        return pushes.allowed(host.hostId(), Route.parse(request.getServletPath()))
                .map(by -> {
                    request.setAttribute(PUSH, by);
                    return Callers.host(host.hostId(), host.name() + " for " + by, host.address());
                })
                .orElse(host);
    }

    /** RFC 7617: the name ends at the first colon. */
    private @Nullable Caller byNameAndSecret(String encoded, String address) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = pair.indexOf(':');
        return colon < 0 ? null : identities.bySecret(pair.substring(0, colon), pair.substring(colon + 1), address);
    }
}

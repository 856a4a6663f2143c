package dev.gantry.server.access;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps the two ports apart: agents see /agent/** and the registry, where they delete nothing; all others never see /agent/**. */
final class PortGate extends OncePerRequestFilter {
    private final ObjectProvider<AgentPort> agentPort;
    private final Problems problems;

    PortGate(ObjectProvider<AgentPort> agentPort, Problems problems) {
        this.agentPort = agentPort;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        AgentPort port = agentPort.getIfAvailable();
        boolean fromAgent = port != null && port.accepts(request.getLocalPort());
        boolean agents = AgentChain.isAgentPath(request);
        if (fromAgent ? agents || isOfRegistry(request) : !agents) {
            chain.doFilter(request, response);
            return;
        }
        problems.write(
                new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "Answer " + request.getMethod() + " " + request.getRequestURI(),
                        "this port does not serve it",
                        "Agents use the agent port, everyone else the UI's."),
                request,
                response);
    }

    private static boolean isOfRegistry(HttpServletRequest request) {
        String path = request.getServletPath();
        return !request.getMethod().equals("DELETE") && (path.equals("/v2") || path.startsWith("/v2/"));
    }
}

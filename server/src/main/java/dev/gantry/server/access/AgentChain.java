package dev.gantry.server.access;

import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** What agents may ask: join without a certificate, everything else with a valid one. Other servers have paths of their own. */
@Configuration(proxyBeanMethods = false)
class AgentChain {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    static boolean isAgentPath(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/agent") || path.startsWith("/agent/");
    }

    @Bean
    @Order(1)
    SecurityFilterChain agentFilterChain(HttpSecurity http, ObjectProvider<AgentPort> agentPort, Problems problems) {
        Refusals refusals = new Refusals(problems);
        return http.securityMatcher(AgentChain::isAgentPath)
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterBefore(new CertificateFilter(agentPort), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, "/agent/v1/join")
                        .permitAll()
                        .requestMatchers("/agent/v1/peers/**")
                        .hasRole(ActorType.SYSTEM.name())
                        .anyRequest()
                        .hasRole(ActorType.HOST.name()))
                .build();
    }

    /** Learns who calls from the certificate that the TLS handshake proved. */
    private static final class CertificateFilter extends OncePerRequestFilter {
        private final ObjectProvider<AgentPort> agentPort;

        CertificateFilter(ObjectProvider<AgentPort> agentPort) {
            this.agentPort = agentPort;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            AgentPort port = agentPort.getIfAvailable();
            if (port != null
                    && request.getAttribute(CERTIFICATES) instanceof X509Certificate[] shown
                    && shown.length > 0) {
                Caller caller = port.caller(shown[0], request.getRemoteAddr());
                if (caller != null) {
                    Callers.enter(caller);
                }
            }
            chain.doFilter(request, response);
        }
    }
}

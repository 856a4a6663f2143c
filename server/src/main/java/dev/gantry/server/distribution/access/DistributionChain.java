package dev.gantry.server.distribution.access;

import dev.gantry.server.access.ActorType;
import dev.gantry.server.access.AgentPort;
import dev.gantry.server.access.Identities;
import dev.gantry.server.access.Role;
import dev.gantry.server.distribution.protocol.DistributionErrors;
import dev.gantry.server.distribution.protocol.Paths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Who may push and pull: users by password, and tokens, on the UI's port; hosts by their certificate on the agents',
 * where they pull, and push what somebody has them push. Cookies count nowhere here, so a page of another origin can do nothing.
 */
@Configuration(proxyBeanMethods = false)
class DistributionChain {
    private static final String[] WHO_PULLS = {Role.ADMIN.name(), Role.VIEWER.name(), ActorType.HOST.name()};

    static boolean isDistribution(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals(Paths.ROOT) || path.startsWith(Paths.ROOT + "/");
    }

    @Bean
    @Order(0)
    SecurityFilterChain distributionFilterChain(
            HttpSecurity http,
            Identities identities,
            ObjectProvider<AgentPort> agentPort,
            HostPushes pushes,
            DistributionErrors errors) {
        DistributionRefusals refusals = new DistributionRefusals(errors);
        return http.securityMatcher(DistributionChain::isDistribution)
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .anonymous(anonymous -> anonymous.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives("default-src 'none'; sandbox"))
                        .frameOptions(frame -> frame.deny()))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterBefore(new ClientFilter(identities, agentPort, pushes, errors), AuthorizationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HttpMethod.GET)
                                .hasAnyRole(WHO_PULLS)
                                .requestMatchers(HttpMethod.HEAD)
                                .hasAnyRole(WHO_PULLS)
                                .requestMatchers(ClientFilter::isPush)
                                .hasRole(ActorType.HOST.name())
                                .anyRequest()
                                .hasRole(Role.ADMIN.name()))
                .build();
    }
}

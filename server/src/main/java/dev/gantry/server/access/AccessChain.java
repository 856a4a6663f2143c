package dev.gantry.server.access;

import dev.gantry.server.access.ui.UiFiles;
import dev.gantry.server.access.ui.UiFilter;
import dev.gantry.server.platform.problem.Problems;
import jakarta.servlet.DispatcherType;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may ask what on the UI's port. What is not named here needs an identity, and a write needs an admin. */
@Configuration(proxyBeanMethods = false)
class AccessChain {
    /** Everything comes from this server; no inline script or style, no frame around it. */
    static final String CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; font-src 'self' data:;"
            + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** What anybody may read. */
    static final Set<String> OPEN = Set.of("/livez", "/readyz", "/version");

    @Bean
    @Order(2)
    SecurityFilterChain filterChain(
            HttpSecurity http, Identities identities, UiFiles ui, IdempotencyRows answers, Problems problems) {
        Refusals refusals = new Refusals(problems);
        return http.securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                // It would take each request of a session for a new login, and change the session's id and the CSRF
                // token.
                .sessionManagement(session -> session.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .anonymous(anonymous -> anonymous.disable())
                .csrf(csrf -> csrf.spa().ignoringRequestMatchers(CallerFilter::byHeader, AccessChain::isLogin))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .frameOptions(frame -> frame.deny())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions ->
                                permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                .addFilterAfter(new UiFilter(ui), HeaderWriterFilter.class)
                .addFilterBefore(new CallerFilter(identities, problems), CsrfFilter.class)
                .addFilterAfter(new IdempotencyFilter(answers, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, OPEN.toArray(String[]::new))
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/api/v1/session")
                                .permitAll()
                                .requestMatchers(HttpMethod.DELETE, "/api/v1/session")
                                .authenticated()
                                .requestMatchers(HttpMethod.POST, "/api/v1/tokens")
                                .authenticated()
                                .requestMatchers(HttpMethod.DELETE, "/api/v1/tokens/{id}")
                                .authenticated()
                                .requestMatchers(HttpMethod.PATCH, "/api/v1/users/{id}")
                                .access(oneself())
                                .requestMatchers("/api/v1/registries", "/api/v1/registries/**")
                                .hasRole(Role.ADMIN.name())
                                .requestMatchers(HttpMethod.GET)
                                .authenticated()
                                .requestMatchers(HttpMethod.HEAD)
                                .authenticated()
                                .anyRequest()
                                .hasRole(Role.ADMIN.name()))
                .build();
    }

    private static boolean isLogin(jakarta.servlet.http.HttpServletRequest request) {
        return request.getMethod().equals("POST") && request.getRequestURI().equals("/api/v1/session");
    }

    /** An admin, or the user that the path names. What of itself a viewer may change is decided where it is changed. */
    private static AuthorizationManager<RequestAuthorizationContext> oneself() {
        return (who, context) -> new AuthorizationDecision(who.get() instanceof CallerAuthentication known
                && (known.caller().isAdmin()
                        || String.valueOf(known.caller().id())
                                .equals(context.getVariables().get("id"))));
    }

    /** Refuses encoded slashes, dots that climb, and control characters; image digests need the colon, which is allowed. */
    @Bean
    StrictHttpFirewall httpFirewall() {
        return new StrictHttpFirewall();
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return new HttpStatusRequestRejectedHandler(400);
    }

    @Bean
    FilterRegistrationBean<PortGate> portGate(ObjectProvider<AgentPort> agentPort, Problems problems) {
        FilterRegistrationBean<PortGate> gate = new FilterRegistrationBean<>(new PortGate(agentPort, problems));
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return gate;
    }

    /** Keeps Spring Boot from inventing a user with a generated password. Nobody logs in through this. */
    @Bean
    UserDetailsService userDetailsService() {
        return name -> {
            throw new UsernameNotFoundException("Users are known by their session or token");
        };
    }
}

package dev.gantry.server.access;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller in the form that the security chain reads. Made anew for each request, never stored. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(authorities(caller));
        this.caller = caller;
        super.setAuthenticated(true);
    }

    private static Collection<GrantedAuthority> authorities(Caller caller) {
        String role =
                caller.role() == null ? caller.type().name() : caller.role().name();
        return List.of(new SimpleGrantedAuthority("ROLE_" + role));
    }

    Caller caller() {
        return caller;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getName() {
        return caller.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerAuthentication that && that.caller.equals(caller);
    }

    @Override
    public int hashCode() {
        return caller.hashCode();
    }
}

package dev.gantry.server.identity;

import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.access.Role;
import dev.gantry.server.access.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Logging in and out, and who is logged in. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {
    private final Logins logins;
    private final Clock clock;

    SessionController(Logins logins, Clock clock) {
        this.logins = logins;
        this.clock = clock;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    SessionView login(@Valid @RequestBody Credentials credentials, HttpServletRequest request) {
        UserAccount user = logins.login(credentials.name(), credentials.password(), request.getRemoteAddr());
        HttpSession session = Sessions.begin(request, user.getId(), user.epoch());
        return new SessionView(
                new SessionUser(user.getId(), user.name(), user.role(), user.passwordChangeRequired()),
                expiry(session.getMaxInactiveInterval()));
    }

    @GetMapping
    SessionView current(HttpServletRequest request) {
        Caller caller = Callers.current();
        HttpSession session = request.getSession(false);
        Role role = caller.role();
        return new SessionView(
                new SessionUser(
                        caller.userId(),
                        caller.name(),
                        role == null ? Role.VIEWER : role,
                        caller.passwordChangeRequired()),
                session == null || caller.tokenId() != null ? null : expiry(session.getMaxInactiveInterval()));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(HttpServletRequest request, HttpServletResponse response) {
        logins.logout();
        Sessions.end(request);
        response.setHeader("Clear-Site-Data", "\"cache\"");
    }

    private Instant expiry(int seconds) {
        return clock.instant().plusSeconds(seconds);
    }

    /** What a person types. */
    record Credentials(@NotNull String name, @NotNull String password) {
        @Override
        public String toString() {
            return "Credentials[" + name + "]";
        }
    }

    /** Who is logged in, and until when without another request; null for a token. */
    record SessionView(SessionUser user, @Nullable Instant expiresAt) {}

    /** passwordChangeRequired: until then this session is good for nothing else. */
    record SessionUser(UUID id, String name, Role role, boolean passwordChangeRequired) {}
}

package dev.gantry.server.identity;

import dev.gantry.server.access.ActorType;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Callers;
import dev.gantry.server.audit.AuditLog;
import dev.gantry.server.identity.limit.LoginLimits;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks a name and a password. What failed looks the same and takes as long whether or not the name exists. */
@Service
class Logins {
    private static final int LONGEST_NAME = 63;

    private final UserRows rows;
    private final Passwords passwords;
    private final VerifiedPasswords verified;
    private final LoginLimits limits;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Logins(
            UserRows rows,
            Passwords passwords,
            VerifiedPasswords verified,
            LoginLimits limits,
            AuditLog audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.passwords = passwords;
        this.verified = verified;
        this.limits = limits;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Outside a transaction while the password is checked: that takes long, and a connection is dear. */
    UserAccount login(String name, String password, String address) {
        LoginLimits.Attempt attempt = limits.attempt("Log in", name, address);
        UserAccount user = checked(name, password, address);
        if (user == null) {
            throw new ProblemException(
                    ErrorCode.LOGIN_FAILED,
                    "Log in",
                    "there is no enabled user with this name and password",
                    "Check both; an admin can set a new password.");
        }
        Caller caller = user.caller(address);
        transaction.executeWithoutResult(status -> {
            limits.succeeded(attempt, user.getId());
            rows.loggedIn(user.getId(), clock.instant());
            audit.record(caller, "session.create", "user", user.getId(), user.name(), null, null);
        });
        return user;
    }

    /** The user that a client without a session names with each request; null when name or password are wrong. */
    @Nullable
    UserAccount userOf(String name, String password, String address) {
        UserAccount known =
                name.length() > LONGEST_NAME ? null : rows.named(name).orElse(null);
        if (known != null && known.enabled() && verified.has(known, password)) {
            return known;
        }
        LoginLimits.Attempt attempt = limits.attempt("Log in", name, address);
        UserAccount user = checked(name, password, address);
        if (user != null) {
            transaction.executeWithoutResult(status -> limits.succeeded(attempt, user.getId()));
            verified.add(user, password);
        }
        return user;
    }

    /**
     * Confirms that who is logged in knows its password, as for a change of it: whoever found a session open could try
     * out passwords there otherwise.
     */
    void confirm(Caller caller, @Nullable String password) {
        String tried = "Change your own password";
        if (password == null) {
            throw ProblemException.ofFields(
                    tried, Map.of("currentPassword", "is needed to change your own password"), null);
        }
        UserAccount user = rows.findById(caller.userId()).orElseThrow();
        LoginLimits.Attempt attempt = limits.attempt(tried, user.name(), caller.address());
        if (!passwords.matches(password, user.passwordHash())) {
            throw ProblemException.ofFields(
                    tried, Map.of("currentPassword", "is wrong; it must be your current password"), null);
        }
        transaction.executeWithoutResult(status -> limits.succeeded(attempt, user.getId()));
    }

    /** A token that is none counts like a wrong password. */
    void tokenFailed(String name, String address) {
        limits.attempt("Log in", name, address);
    }

    private @Nullable UserAccount checked(String name, String password, String address) {
        UserAccount user =
                name.length() > LONGEST_NAME ? null : rows.named(name).orElse(null);
        boolean right = passwords.matches(password, user == null ? null : user.passwordHash());
        if (user == null || !right || !user.enabled()) {
            failed(user, address);
            return null;
        }
        return user;
    }

    void logout() {
        Caller caller = Callers.current();
        transaction.executeWithoutResult(
                status -> audit.record("session.remove", "user", caller.userId(), caller.name(), null, null));
    }

    private void failed(@Nullable UserAccount user, String address) {
        String shown = user == null ? "unknown" : user.name();
        UUID id = user == null ? null : user.getId();
        Caller nobody = new Caller(ActorType.USER, id, shown, null, null, 0, address, false);
        // A name that does not exist is not written down: people type passwords into the wrong field.
        transaction.executeWithoutResult(
                status -> audit.record(nobody, "session.refuse", "user", id, shown, null, Map.of("why", "login")));
    }
}

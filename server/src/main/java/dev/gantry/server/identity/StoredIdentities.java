package dev.gantry.server.identity;

import dev.gantry.server.access.ActorType;
import dev.gantry.server.access.Caller;
import dev.gantry.server.access.Identities;
import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the security chain who a session or a token belongs to, as the tables stand now. */
@Component
class StoredIdentities implements Identities {
    private final UserRows users;
    private final TokenRows tokenRows;
    private final Tokens tokens;
    private final Logins logins;
    private final Clock clock;

    StoredIdentities(UserRows users, TokenRows tokenRows, Tokens tokens, Logins logins, Clock clock) {
        this.users = users;
        this.tokenRows = tokenRows;
        this.tokens = tokens;
        this.logins = logins;
        this.clock = clock;
    }

    @Override
    public @Nullable Caller bySession(UUID userId, int epoch, String address) {
        return users.findById(userId)
                .filter(user -> user.enabled() && user.epoch() == epoch)
                .map(user -> user.caller(address))
                .orElse(null);
    }

    @Override
    public @Nullable Caller byToken(String secret, String address) {
        TokenRows.Row row = tokens.use(secret);
        return row == null
                ? null
                : new Caller(
                        ActorType.TOKEN,
                        row.userId(),
                        row.view().userName() + "/" + row.view().name(),
                        row.role(),
                        row.view().id(),
                        row.epoch(),
                        address,
                        false);
    }

    @Override
    public @Nullable Caller bySecret(String name, String secret, String address) {
        if (secret.startsWith(Tokens.PREFIX)) {
            Caller caller = byToken(secret, address);
            if (caller == null) {
                logins.tokenFailed(name, address);
            }
            return caller;
        }
        UserAccount user = name.isEmpty() ? null : logins.userOf(name, secret, address);
        if (user != null && user.passwordChangeRequired()) {
            throw new ProblemException(
                    ErrorCode.PASSWORD_CHANGE_REQUIRED,
                    "Log in as " + user.name(),
                    "this password was given out to be changed",
                    "Log in with a browser and choose a new one, or use an API token.");
        }
        return user == null ? null : user.caller(address);
    }

    @Override
    public boolean stillValid(Caller caller) {
        UUID token = caller.tokenId();
        if (token != null) {
            return tokenRows
                    .byId(token)
                    .filter(row -> row.valid(clock.instant()) && row.role() == caller.role())
                    .isPresent();
        }
        return bySession(caller.userId(), caller.epoch(), caller.address()) != null;
    }
}

package dev.gantry.server.identity;

import dev.gantry.server.access.Callers;
import dev.gantry.server.access.Role;
import dev.gantry.server.platform.ServerHome;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the first admin with a random password, and the token of the local script, before the first port opens. The
 * password goes to a file that only the server's user can read and to a terminal, never to a log.
 */
@Component
class FirstStart implements SmartInitializingSingleton {
    static final String ADMIN = "admin";
    private static final String SCRIPT = "local script";
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    /** Any number will do, as long as nothing else in this database locks it. */
    private static final long LOCK = 0x67616e747279L;

    private static final Duration TOKEN_LIVES = Duration.ofDays(365);
    private static final Duration TOKEN_RENEWED = Duration.ofDays(90);
    /** No letters that look like others. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final UserRows rows;
    private final Users users;
    private final Tokens tokens;
    private final ServerHome home;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    FirstStart(
            UserRows rows,
            Users users,
            Tokens tokens,
            ServerHome home,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.rows = rows;
        this.users = users;
        this.tokens = tokens;
        this.home = home;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Callers.as(
                Callers.system(),
                () -> transaction.executeWithoutResult(status -> {
                    jdbc.sql("select pg_advisory_xact_lock(:lock)::text")
                            .param("lock", LOCK)
                            .query(String.class)
                            .list();
                    if (rows.count() == 0) {
                        createAdmin();
                    }
                    ensureScriptToken();
                }));
    }

    private void createAdmin() {
        String password = password();
        users.create(ADMIN, password, Role.ADMIN, true);
        write(home.adminFile(), json.writeValueAsString(Map.of("name", ADMIN, "password", password)) + "\n");
        LOG.info("Created the user {}; the one-time password is in {}", ADMIN, home.adminFile());
        Console console = System.console();
        if (console != null) {
            console.printf("%n  Log in as %s with the password %s and change it.%n%n", ADMIN, password);
        }
    }

    /** The file's token is replaced when it is missing, no longer valid in this database, or soon to expire. */
    private void ensureScriptToken() {
        Path file = home.tokenFile();
        if (Files.exists(file)) {
            TokenRows.Row row = tokens.use(read(file));
            if (row != null
                    && clock.instant().plus(TOKEN_RENEWED).isBefore(row.view().expiresAt())) {
                return;
            }
        }
        rows.enabledWith(Role.ADMIN).stream()
                .min(Comparator.comparing(UserAccount::getId))
                .ifPresent(admin -> {
                    tokens.revokeNamed(admin.getId(), SCRIPT);
                    Tokens.Made made = tokens.create(admin.getId(), admin.name(), SCRIPT, TOKEN_LIVES);
                    write(file, made.secret() + "\n");
                });
    }

    private static void write(Path file, String text) {
        ServerHome.writeSecret(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}

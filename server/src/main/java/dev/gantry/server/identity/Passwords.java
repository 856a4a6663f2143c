package dev.gantry.server.identity;

import dev.gantry.server.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id by the parameters that OWASP names (16 MiB, 2 passes), never more than four at a time: each takes its memory. */
@Component
class Passwords {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;
    private static final int AT_ONCE = 4;

    private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private volatile @Nullable String nobodys;

    String hash(String password) {
        room.acquireUninterruptibly();
        try {
            return java.util.Objects.requireNonNull(encoder.encode(password));
        } finally {
            room.release();
        }
    }

    /** Takes as long for a user that does not exist (hash null) as for one that does. */
    boolean matches(String password, @Nullable String hash) {
        String against = hash == null ? nobodysHash() : hash;
        room.acquireUninterruptibly();
        try {
            return encoder.matches(possible(password) ? password : "", against) && hash != null;
        } finally {
            room.release();
        }
    }

    /** Half a surrogate pair is no character, and has no bytes that could be hashed. */
    private static boolean possible(String password) {
        return password.length() <= LONGEST
                && StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    /** Refuses a password that is too short or too long or no text, naming the field. */
    static void check(String password, String tried) {
        if (password.length() < SHORTEST || !possible(password)) {
            String says = "must have " + SHORTEST + " to " + LONGEST + " characters";
            throw ProblemException.ofFields(tried, Map.of("password", says), null);
        }
    }

    private String nobodysHash() {
        String known = nobodys;
        if (known == null) {
            known = hash("nobody has this password");
            nobodys = known;
        }
        return known;
    }
}

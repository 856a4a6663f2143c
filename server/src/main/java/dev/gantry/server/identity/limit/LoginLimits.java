package dev.gantry.server.identity.limit;

import dev.gantry.server.platform.problem.ErrorCode;
import dev.gantry.server.platform.problem.ProblemException;
import dev.gantry.server.platform.request.AddressBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Slows down guessing: of one name from one address tightly, from one address whatever the names, and of one name from
 * all addresses that its user has not logged in from. So nobody but who shares an address with a user can keep it out
 * there. A name that nobody has is counted like any other.
 */
@Component
public class LoginLimits {
    private final Allowances allowances;
    private final KnownAddresses known;
    private final TransactionTemplate transaction;

    LoginLimits(Allowances allowances, KnownAddresses known, TransactionTemplate transaction) {
        this.allowances = allowances;
        this.known = known;
        this.transaction = transaction;
    }

    /** Takes one attempt from all that apply. Errors with RATE_LIMITED when one has none left, and takes from none. */
    public Attempt attempt(String tried, String name, String address) {
        String key = name.toLowerCase(Locale.ROOT);
        String block = AddressBlock.of(address);
        return transaction.execute(status -> {
            List<Allowance> taken = new ArrayList<>(List.of(
                    Allowance.of(Allowance.Kind.ADDRESS, block),
                    Allowance.of(Allowance.Kind.NAME_AT_ADDRESS, key, block)));
            if (!known.has(key, block)) {
                taken.add(Allowance.of(Allowance.Kind.NAME, key));
            }
            for (Allowance each : taken) {
                if (!allowances.take(each)) {
                    throw new ProblemException(
                            ErrorCode.RATE_LIMITED,
                            tried,
                            "there were too many wrong passwords for this name or from this address",
                            "Wait a minute and try again.");
                }
            }
            return new Attempt(block, taken);
        });
    }

    /** Gives the attempt back, as only failures count, and knows the user's address from now on. In a transaction. */
    public void succeeded(Attempt attempt, UUID userId) {
        attempt.taken.forEach(allowances::giveBack);
        known.add(userId, attempt.block);
    }

    /** An attempt that was let through. */
    public static final class Attempt {
        private final String block;
        private final List<Allowance> taken;

        Attempt(String block, List<Allowance> taken) {
            this.block = block;
            this.taken = taken;
        }
    }
}

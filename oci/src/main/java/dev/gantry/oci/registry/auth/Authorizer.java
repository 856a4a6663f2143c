package dev.gantry.oci.registry.auth;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.Origin;
import dev.gantry.oci.registry.http.Transient;
import dev.gantry.oci.registry.http.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds to the requests of one registry who we are, once it asks. A token is used until the registry asks again, so no
 * clock is needed to know when it ends. Safe for several threads.
 */
public final class Authorizer {
    private static final int UNAUTHORIZED = 401;

    private final Wire wire;
    private final Origin registry;
    private final Optional<Credentials> credentials;
    private final TokenCall tokens;
    private final Map<String, String> known = new HashMap<>();

    /** @param tokenHosts host names that may give out tokens beside the registry itself */
    public Authorizer(Wire wire, Origin registry, Optional<Credentials> credentials, Set<String> tokenHosts) {
        this.wire = wire;
        this.registry = registry;
        this.credentials = credentials;
        this.tokens = new TokenCall(wire, registry, tokenHosts, credentials);
    }

    /** @param scope such as "repository:library/nginx:pull"; "" for a login alone */
    public Answer send(Ask ask, String scope) throws Transient {
        boolean ours = Origin.of(ask.uri()).equals(registry);
        Optional<String> used = ours ? authorization(scope) : Optional.empty();
        Answer answer = wire.send(ask.authorized(used));
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        List<String> challenges = answer.headers().allValues("WWW-Authenticate");
        boolean asked = ours && Origin.of(answer.uri()).equals(registry);
        answer.close();
        if (!asked) {
            throw denied("it sends us to another host, which wants credentials; that one gets none");
        }
        learn(challenges, scope, used);
        Answer second = wire.send(ask.authorized(authorization(scope)));
        if (second.status() == UNAUTHORIZED) {
            second.close();
            throw denied(
                    credentials.isPresent()
                            ? "it does not accept the credentials"
                            : "it wants to know who asks for this");
        }
        return second;
    }

    private synchronized Optional<String> authorization(String scope) {
        return Optional.ofNullable(known.get(scope));
    }

    /** @param used what the registry did not accept; another thread may know better by now */
    private synchronized void learn(List<String> headers, String scope, Optional<String> used) throws Transient {
        if (!authorization(scope).equals(used)) {
            return;
        }
        List<Challenge> challenges =
                headers.stream().flatMap(h -> Challenge.parse(h).stream()).toList();
        Optional<Challenge> bearer = with("bearer", challenges);
        if (bearer.isPresent()) {
            known.put(scope, "Bearer " + tokens.token(bearer.get(), scope));
        } else if (with("basic", challenges).isPresent() && credentials.isPresent()) {
            known.put(scope, credentials.get().basic());
        } else {
            throw denied("it wants to know who asks for this");
        }
    }

    private static Optional<Challenge> with(String scheme, List<Challenge> challenges) {
        return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
    }

    private RefusedException denied(String why) {
        return new RefusedException(
                RefusalCode.REGISTRY_DENIED,
                "ask the registry " + registry,
                why,
                "check the image's name, and the user and password of the registry");
    }
}

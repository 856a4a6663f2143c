package dev.gantry.oci.registry.auth;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.Origin;
import dev.gantry.oci.registry.http.SmallJson;
import dev.gantry.oci.registry.http.Transient;
import dev.gantry.oci.registry.http.Wire;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** GET of a token service, distribution project, "Token Authentication Specification". */
final class TokenCall {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,32768}");

    private final Wire wire;
    private final Origin registry;
    private final Set<String> trusted;
    private final Optional<Credentials> credentials;

    /** @param trusted host names that may give out this registry's tokens beside itself */
    TokenCall(Wire wire, Origin registry, Set<String> trusted, Optional<Credentials> credentials) {
        this.wire = wire;
        this.registry = registry;
        this.trusted = trusted;
        this.credentials = credentials;
    }

    /** @param scope one or several, with spaces between; "" for a login alone. @return the token, for a header */
    String token(Challenge challenge, String scope) throws Transient {
        URI realm = realm(challenge.parameter("realm").orElse(""));
        Stream<String> scopes =
                Arrays.stream(scope.split(" ")).filter(each -> !each.isEmpty()).map(each -> "scope=" + encoded(each));
        Stream<String> service = challenge.parameter("service").stream().map(name -> "service=" + encoded(name));
        String query = Stream.concat(scopes, service).collect(Collectors.joining("&"));
        String whole = realm.toString() + (realm.getRawQuery() == null ? "?" : "&") + query;
        Ask ask = Ask.get(URI.create(whole)).authorized(credentials.map(Credentials::basic));
        try (Answer answer = wire.send(ask)) {
            if (!answer.isOk()) {
                throw refused(realm, answer.status());
            }
            SmallJson json = SmallJson.parse(answer.read(SmallJson.MAX_BYTES, "a token"))
                    .orElseThrow(() -> HttpRefusals.invalid(tried(realm), "its answer is no JSON object"));
            return json.text("token")
                    .or(() -> json.text("access_token"))
                    .filter(token -> TOKEN.matcher(token).matches())
                    .orElseThrow(() -> HttpRefusals.invalid(tried(realm), "its answer holds no token"));
        }
    }

    /** Whoever is asked for a token gets the credentials, so a registry can't name just anybody. */
    private URI realm(String text) {
        URI realm;
        try {
            realm = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw HttpRefusals.invalid(
                    "log in to " + registry, "its realm \"" + HttpRefusals.shown(text) + "\" is no address");
        }
        Origin origin = Origin.of(realm);
        boolean same = origin.host().equals(registry.host());
        if (!same && !trusted.contains(origin.host())) {
            throw new RefusedException(
                    RefusalCode.REGISTRY_UNTRUSTED,
                    "log in to " + registry,
                    "it sends us for a token to another host, " + origin.host() + ", which nobody allowed",
                    "if that host belongs to the registry, an administrator can add it to the registry's token hosts");
        }
        if (!origin.isSecure() && (registry.isSecure() || !same)) {
            throw HttpRefusals.untrusted("log in to " + registry, "its token service " + origin + " is not on https");
        }
        return realm;
    }

    private RefusedException refused(URI realm, int status) {
        return new RefusedException(
                RefusalCode.REGISTRY_DENIED,
                tried(realm),
                "it answered with " + status
                        + (credentials.isPresent()
                                ? ", so it does not accept the credentials"
                                : " to nobody in particular"),
                "check the user and password of the registry");
    }

    private static String tried(URI realm) {
        return "get a token from " + realm.getHost();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

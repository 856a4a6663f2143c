package dev.gantry.oci.registry;

import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.auth.Authorizer;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.Retry;
import dev.gantry.oci.registry.http.SmallJson;
import dev.gantry.oci.registry.http.Transient;
import dev.gantry.oci.registry.http.Wire;
import java.net.URI;
import java.util.Optional;

/** What the remote calls to one registry share: its addresses, its identity check, its way of saying no. */
final class RegistryApi {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final RegistryEndpoint endpoint;
    private final Retry retry;
    private final Authorizer authorizer;

    RegistryApi(RegistryEndpoint endpoint, Connections connections) {
        this.endpoint = endpoint;
        this.retry = connections.retry();
        Wire wire = endpoint.door()
                .map(door -> connections.wire(door.client()))
                .orElseGet(() -> connections.wire(endpoint.authority()));
        this.authorizer = new Authorizer(wire, endpoint.origin(), endpoint.credentials(), endpoint.tokenHosts());
    }

    Retry retry() {
        return retry;
    }

    /** @param tail such as "manifests/latest" */
    URI uri(String repository, String tail) {
        return endpoint.base().resolve(repository + "/" + tail);
    }

    Answer pull(Ask ask, String repository) throws Transient {
        return authorizer.send(ask, "repository:" + repository + ":pull");
    }

    /** @param from another repository that is read from on the way */
    Answer push(Ask ask, String repository, Optional<String> from) throws Transient {
        String reading = from.map(name -> " repository:" + name + ":pull").orElse("");
        return authorizer.send(ask, "repository:" + repository + ":pull,push" + reading);
    }

    /** OCI distribution specification, "Error codes". @param tried what was asked for */
    RefusedException refusal(String tried, Answer answer) throws Transient {
        String said = SmallJson.parse(answer.head(SmallJson.MAX_BYTES, "an error"))
                .flatMap(json -> json.first("errors"))
                .map(error -> error.text("code").orElse("") + " "
                        + error.text("message").orElse(""))
                .map(text -> ": " + HttpRefusals.shown(text.strip()))
                .orElse("");
        String why = endpoint.host() + " answered with " + answer.status() + said;
        return switch (answer.status()) {
            case UNAUTHORIZED, FORBIDDEN ->
                new RefusedException(
                        RefusalCode.REGISTRY_DENIED, tried, why, "check the user and password of the registry");
            case NOT_FOUND ->
                new RefusedException(
                        RefusalCode.IMAGE_NOT_FOUND, tried, why, "check the image's name and tag, and the registry's");
            default -> HttpRefusals.invalid(tried, why);
        };
    }

    @Override
    public String toString() {
        return endpoint.host();
    }
}

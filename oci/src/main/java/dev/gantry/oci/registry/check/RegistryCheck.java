package dev.gantry.oci.registry.check;

import dev.gantry.oci.refusal.Refusal;
import dev.gantry.oci.refusal.RefusalCode;
import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.RegistryEndpoint;
import dev.gantry.oci.registry.auth.Authorizer;
import dev.gantry.oci.registry.check.RegistryFound.Login;
import dev.gantry.oci.registry.check.RegistryFound.Tls;
import dev.gantry.oci.registry.http.Answer;
import dev.gantry.oci.registry.http.Ask;
import dev.gantry.oci.registry.http.Connections;
import dev.gantry.oci.registry.http.HttpRefusals;
import dev.gantry.oci.registry.http.TlsFailure;
import dev.gantry.oci.registry.http.Transient;
import dev.gantry.oci.registry.http.Wire;
import java.util.Optional;

/**
 * Asks a registry's {@code /v2/}, OCI distribution specification, "Determining Support": first as nobody, and with the
 * credentials once it wants to know who asks. Each request is sent once.
 */
public final class RegistryCheck {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final RegistryEndpoint endpoint;
    private final Connections connections;
    private final String tried;

    public RegistryCheck(RegistryEndpoint endpoint, Connections connections) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.tried = "check the registry " + endpoint.host();
    }

    /** Errors with CANCELLED; all other failures are what was found. */
    public RegistryFound run() {
        Wire wire;
        try {
            wire = endpoint.door()
                    .map(door -> connections.wire(door.client()))
                    .orElseGet(() -> connections.wire(endpoint.authority()));
        } catch (RefusedException e) {
            return RegistryFound.nothing(e.refusal());
        }
        try (Answer answer = wire.send(Ask.get(endpoint.base()))) {
            return answered(wire, answer);
        } catch (Transient e) {
            Refusal problem = HttpRefusals.unreachable(tried, e.why()).refusal();
            return e.answered()
                    ? RegistryFound.stopped(trusted(), problem)
                    : withoutTls().orElseGet(() -> RegistryFound.nothing(problem));
        } catch (RefusedException e) {
            return refused(e);
        }
    }

    private RegistryFound answered(Wire wire, Answer answer) {
        if (answer.status() == UNAUTHORIZED) {
            answer.close();
            return logIn(wire);
        }
        boolean page = answer.header("Content-Type")
                .filter(type -> type.startsWith("text/html"))
                .isPresent();
        return answer.isOk() && !page
                ? new RegistryFound(true, trusted(), Login.NOT_NEEDED, Optional.empty())
                : noRegistry(page ? "it answered with a web page" : "it answered with " + answer.status());
    }

    private RegistryFound logIn(Wire wire) {
        Authorizer authorizer = new Authorizer(wire, endpoint.origin(), endpoint.credentials(), endpoint.tokenHosts());
        try (Answer answer = authorizer.send(Ask.get(endpoint.base()), "")) {
            if (answer.status() == FORBIDDEN) {
                return denied(tried, "it answered with " + FORBIDDEN + " to who we are there");
            }
            Login login = endpoint.credentials().isPresent() ? Login.ACCEPTED : Login.NOT_NEEDED;
            return answer.isOk()
                    ? new RegistryFound(true, trusted(), login, Optional.empty())
                    : noRegistry("it answered with " + answer.status() + " after the login");
        } catch (Transient e) {
            return RegistryFound.stopped(
                    trusted(), HttpRefusals.unreachable(tried, e.why()).refusal());
        } catch (RefusedException e) {
            rethrowCancelled(e);
            return e.code() == RefusalCode.REGISTRY_DENIED
                    ? denied(e.refusal().tried(), e.refusal().why())
                    : RegistryFound.stopped(trusted(), e.refusal());
        }
    }

    private RegistryFound refused(RefusedException e) {
        rethrowCancelled(e);
        if (TlsFailure.isCertificate(e)) {
            return RegistryFound.stopped(
                    Tls.UNTRUSTED,
                    new Refusal(
                            e.code(),
                            tried,
                            e.refusal().why(),
                            "if an authority of your own signed its certificate, add that authority's to the"
                                    + " certificates to trust for it; otherwise ask the registry's operator"));
        }
        if (TlsFailure.isCauseOf(e)) {
            return withoutTls().orElseGet(() -> RegistryFound.stopped(Tls.UNTRUSTED, e.refusal()));
        }
        return RegistryFound.stopped(trusted(), e.refusal());
    }

    /** Asks as nobody, since anybody on the way would hear it. Empty unless a registry answers so. */
    private Optional<RegistryFound> withoutTls() {
        if (endpoint.plainHttp() || endpoint.door().isPresent()) {
            return Optional.empty();
        }
        Wire wire = connections.wire(Optional.empty());
        Ask ask = Ask.get(endpoint.withPlainHttp().base());
        try (Answer answer = wire.send(ask)) {
            boolean registry = answer.isOk() || answer.status() == UNAUTHORIZED;
            return registry && answer.uri().equals(ask.uri()) ? Optional.of(plainAnswered()) : Optional.empty();
        } catch (Transient e) {
            return Optional.empty();
        } catch (RefusedException e) {
            rethrowCancelled(e);
            return Optional.empty();
        }
    }

    private RegistryFound plainAnswered() {
        return RegistryFound.stopped(
                Tls.PLAIN_ANSWERED,
                new Refusal(
                        RefusalCode.REGISTRY_UNTRUSTED,
                        tried,
                        "it answers in plain HTTP, where TLS was expected",
                        "give the registry a certificate; or, on a network that is yours, allow plain HTTP for it"));
    }

    private RegistryFound denied(String what, String why) {
        Refusal problem = new Refusal(
                RefusalCode.REGISTRY_DENIED,
                what,
                why,
                endpoint.credentials().isPresent()
                        ? "give the registry's user and secret again; an access token may have ended"
                        : "give the registry a user and a secret to log in with");
        return new RegistryFound(true, trusted(), Login.REFUSED, Optional.of(problem));
    }

    private RegistryFound noRegistry(String why) {
        return RegistryFound.stopped(
                trusted(),
                new Refusal(
                        RefusalCode.REGISTRY_INVALID,
                        tried,
                        why + ", which no registry does",
                        "check the registry's host and port"));
    }

    private Tls trusted() {
        return endpoint.origin().isSecure() ? Tls.TRUSTED : Tls.NOT_USED;
    }

    private static void rethrowCancelled(RefusedException e) {
        if (e.code() == RefusalCode.CANCELLED) {
            throw e;
        }
    }
}

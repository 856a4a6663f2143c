package dev.gantry.oci.registry.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One request.
 *
 * @param authorization the header's value; goes to this origin only
 * @param body made anew for each time it is sent; empty for none
 */
public record Ask(
        String method,
        URI uri,
        Map<String, String> headers,
        Optional<String> authorization,
        Optional<Supplier<HttpRequest.BodyPublisher>> body) {
    public Ask {
        headers = Map.copyOf(headers);
    }

    public static Ask get(URI uri) {
        return new Ask("GET", uri, Map.of(), Optional.empty(), Optional.empty());
    }

    public static Ask head(URI uri) {
        return new Ask("HEAD", uri, Map.of(), Optional.empty(), Optional.empty());
    }

    /** With no body as yet. */
    public static Ask send(String method, URI uri) {
        return new Ask(method, uri, Map.of(), Optional.empty(), Optional.of(HttpRequest.BodyPublishers::noBody));
    }

    public Ask header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Ask(method, uri, more, authorization, body);
    }

    public Ask body(Supplier<HttpRequest.BodyPublisher> newBody) {
        return new Ask(method, uri, headers, authorization, Optional.of(newBody));
    }

    public Ask authorized(Optional<String> newAuthorization) {
        return new Ask(method, uri, headers, newAuthorization, body);
    }

    /** The same elsewhere; whoever else is there learns nothing of who we are. */
    Ask redirected(URI next) {
        boolean same = Origin.of(uri).equals(Origin.of(next));
        return new Ask(method, next, headers, same ? authorization : Optional.empty(), body);
    }

    boolean mayBeRedirected() {
        return body.isEmpty();
    }

    /** Without headers, which hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}

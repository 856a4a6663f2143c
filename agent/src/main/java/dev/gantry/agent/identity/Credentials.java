package dev.gantry.agent.identity;

import java.net.http.HttpClient;
import java.time.Clock;

/** The identity in use now, and an HTTP client that proves it. A renewal replaces both at once. */
public final class Credentials {
    private final Clock clock;
    private volatile Current current;

    public Credentials(Identity identity, Clock clock) {
        this.clock = clock;
        this.current = make(identity);
    }

    private record Current(Identity identity, HttpClient client) {}

    public Identity identity() {
        return current.identity();
    }

    public HttpClient client() {
        return current.client();
    }

    void replace(Identity identity) {
        current = make(identity);
    }

    private Current make(Identity identity) {
        return new Current(identity, Tls.mutual(identity, clock));
    }
}

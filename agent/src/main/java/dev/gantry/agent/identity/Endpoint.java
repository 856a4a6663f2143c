package dev.gantry.agent.identity;

import java.net.URI;

/**
 * The server's agent port.
 *
 * @param host name or address; an IPv6 address in brackets
 */
public record Endpoint(String host, int port) {

    /**
     * Parses {@code host:port}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.contains(":") && !bracketed) || !host.matches("[A-Za-z0-9._:%\\[\\]-]+")) {
            throw invalid(text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 1 || port > 65535) {
                throw invalid(text);
            }
            return new Endpoint(host, port);
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
    }

    public URI https(String path) {
        return URI.create("https://" + this + path);
    }

    public URI webSocket(String path) {
        return URI.create("wss://" + this + path);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is no server address; write HOST:PORT as in the join line, e.g. gantry.example.com:8444");
    }
}

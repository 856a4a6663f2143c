package dev.gantry.oci.registry.auth;

import dev.gantry.oci.refusal.RefusedException;
import dev.gantry.oci.registry.http.HttpRefusals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header, RFC 9110, 11.6.1.
 *
 * @param scheme in lower case: "bearer", "basic"
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_LENGTH = 8 << 10;

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Refuses with REGISTRY_INVALID what the grammar does not allow. */
    static List<Challenge> parse(String header) {
        if (header.length() > MAX_LENGTH) {
            throw invalid("it has more than " + MAX_LENGTH + " characters");
        }
        return new Parser(header).challenges();
    }

    private static RefusedException invalid(String why) {
        return HttpRefusals.invalid("read the registry's WWW-Authenticate header", why);
    }

    private static final class Parser {
        private static final String TOKEN = "!#$%&'*+-.^_`|~";
        private static final String TOKEN68 = "-._~+/";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Challenge> challenges() {
            List<Challenge> found = new ArrayList<>();
            skipCommas();
            while (at < text.length()) {
                found.add(challenge());
                skipCommas();
            }
            return List.copyOf(found);
        }

        private Challenge challenge() {
            String scheme = token().toLowerCase(Locale.ROOT);
            Map<String, String> parameters = new LinkedHashMap<>();
            if (at < text.length() && text.charAt(at) == ' ') {
                skipSpace();
                if (!skipToken68()) {
                    parameters(parameters);
                }
            }
            return new Challenge(scheme, parameters);
        }

        /** A comma may end a parameter or the whole challenge: what follows it as "name =" is one more parameter. */
        private void parameters(Map<String, String> parameters) {
            int end = at;
            while (isParameter()) {
                String name = token().toLowerCase(Locale.ROOT);
                skipSpace();
                at++;
                skipSpace();
                String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
                if (parameters.put(name, value) != null) {
                    throw invalid("it has the parameter " + HttpRefusals.shown(name) + " twice");
                }
                end = at;
                skipSpace();
                if (at < text.length() && text.charAt(at) != ',') {
                    throw invalid("something follows the parameter " + HttpRefusals.shown(name));
                }
                skipCommas();
            }
            at = end;
        }

        private boolean isParameter() {
            int position = at;
            while (position < text.length() && isToken(text.charAt(position))) {
                position++;
            }
            int name = position;
            while (position < text.length() && isSpace(text.charAt(position))) {
                position++;
            }
            return name > at && position < text.length() && text.charAt(position) == '=';
        }

        private boolean skipToken68() {
            int position = at;
            while (position < text.length() && (isAlphanumeric(text.charAt(position)) || has(TOKEN68, position))) {
                position++;
            }
            int padded = position;
            while (padded < text.length() && text.charAt(padded) == '=') {
                padded++;
            }
            boolean whole = position > at && (padded == text.length() || text.charAt(padded) == ',');
            if (whole) {
                at = padded;
            }
            return whole;
        }

        private String token() {
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw invalid("a word is missing at its character " + at);
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && ++at < text.length()) {
                    c = text.charAt(at);
                }
                // Those beyond ASCII, too: a terminal obeys them.
                if (Character.isISOControl(c)) {
                    throw invalid("it holds a control character");
                }
                value.append(c);
            }
            throw invalid("a quoted text does not end");
        }

        private void skipSpace() {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
        }

        private void skipCommas() {
            while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t';
        }

        private boolean has(String set, int position) {
            return set.indexOf(text.charAt(position)) >= 0;
        }

        private static boolean isToken(char c) {
            return isAlphanumeric(c) || TOKEN.indexOf(c) >= 0;
        }

        private static boolean isAlphanumeric(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
    }
}

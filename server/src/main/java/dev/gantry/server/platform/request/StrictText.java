package dev.gantry.server.platform.request;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Takes for text what stands in quotes alone, and of that only what UTF-8 and the database can hold: no half of a
 * surrogate pair, which would be stored as a question mark, and no NUL.
 */
final class StrictText extends StdScalarDeserializer<String> {
    private static final String NOT_WHOLE = "is not whole Unicode, or holds a NUL";

    StrictText() {
        super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (String) context.handleUnexpectedToken(getValueType(context), parser);
        }
        String text = parser.getString();
        return isWhole(text) ? text : (String) context.handleWeirdStringValue(String.class, text, NOT_WHOLE);
    }

    private static boolean isWhole(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The same for the keys of maps. */
    static final class Key extends KeyDeserializer {
        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) {
            return isWhole(key) ? key : context.handleWeirdKey(String.class, key, NOT_WHOLE);
        }
    }
}

package dev.gantry.server.platform.request;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Takes for a number what JSON writes as one and 64 bits can hold: neither the text "NaN" nor 1e999, which is no end. */
final class FiniteNumber extends StdScalarDeserializer<Double> {
    FiniteNumber() {
        super(Double.class);
    }

    @Override
    public @Nullable Double deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.currentToken().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
            return (Double) context.handleUnexpectedToken(getValueType(context), parser);
        }
        return parser.getDoubleValue();
    }
}

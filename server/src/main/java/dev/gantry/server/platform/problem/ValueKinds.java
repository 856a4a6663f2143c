package dev.gantry.server.platform.problem;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says which kind of JSON value belongs where another one stood, in the words of JSON and not of Java. */
final class ValueKinds {
    private ValueKinds() {}

    static String wanted(JacksonException refused) {
        if (refused instanceof InputCoercionException number) {
            return wanted(number.getTargetType(), false);
        }
        if (refused instanceof MismatchedInputException mismatched) {
            return wanted(mismatched.getTargetType(), refused instanceof InvalidFormatException);
        }
        return "another value";
    }

    /** What belongs where an address has a parameter of this type. */
    static String wanted(@Nullable Class<?> parameter) {
        return wanted(parameter, false).replace(", in quotes", "").replace(", without quotes", "");
    }

    /** @param rightKind whether it was the right kind of JSON value, yet none of those that are taken */
    private static String wanted(@Nullable Class<?> type, boolean rightKind) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == String.class) {
            return rightKind ? "whole Unicode text without NUL and unpaired surrogates" : "text, in quotes";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
        }
        if (type == double.class || type == Double.class) {
            return "a number that 64 bits can hold, without quotes";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false, without quotes";
        }
        if (type == UUID.class) {
            return "an id, in quotes: 32 hex digits in groups of 8-4-4-4-12";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list, in [ ]";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object, in { }" : "another kind of value";
    }
}

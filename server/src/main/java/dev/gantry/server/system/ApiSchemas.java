package dev.gantry.server.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gantry.protocol.facts.LogLine;
import dev.gantry.server.platform.problem.ProblemBody;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Takes from the records what may be null and what must be there. An answer always has all of its members, null or not;
 * a body may leave out what may be null.
 */
@Component
class ApiSchemas implements GlobalOpenApiCustomizer {
    private final ObjectProvider<RequestMappingHandlerMapping> routes;

    ApiSchemas(ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.routes = routes;
    }

    /** As the schema of a record is called. */
    static String name(Class<?> type) {
        var named = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void customise(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        ModelConverters.getInstance(true).readAll(ProblemBody.class).forEach(schemas::putIfAbsent);
        Set<Type> answers = new LinkedHashSet<>(List.of(ProblemBody.class, LogLine.class));
        Set<Type> bodies = new LinkedHashSet<>();
        routes.stream()
                .flatMap(table -> table.getHandlerMethods().values().stream())
                .forEach(method -> add(method, answers, bodies));
        Set<String> seen = new HashSet<>();
        bodies.forEach(body -> describe(body, false, schemas, seen));
        answers.forEach(answer -> describe(answer, true, schemas, seen));
    }

    private static void add(HandlerMethod method, Set<Type> answers, Set<Type> bodies) {
        answers.add(method.getReturnType().getGenericParameterType());
        for (MethodParameter each : method.getMethodParameters()) {
            if (each.hasParameterAnnotation(RequestBody.class)) {
                bodies.add(each.getGenericParameterType());
            }
        }
    }

    @SuppressWarnings("rawtypes")
    private static void describe(Type type, boolean answer, Map<String, Schema> schemas, Set<String> seen) {
        if (type instanceof ParameterizedType generic) {
            for (Type each : generic.getActualTypeArguments()) {
                describe(each, answer, schemas, seen);
            }
            Type item = generic.getActualTypeArguments()[0];
            if (generic.getRawType() instanceof Class<?> raw && raw.isRecord() && item instanceof Class<?> of) {
                members(raw, answer, schemas.get(name(raw) + name(of)), schemas, seen);
            }
        } else if (type instanceof Class<?> record && record.isRecord() && seen.add(name(record))) {
            members(record, answer, schemas.get(name(record)), schemas, seen);
        }
    }

    @SuppressWarnings("rawtypes")
    private static void members(
            Class<?> record,
            boolean answer,
            @Nullable Schema<?> schema,
            Map<String, Schema> schemas,
            Set<String> seen) {
        if (schema == null || schema.getProperties() == null) {
            return;
        }
        Set<String> required = new TreeSet<>(schema.getRequired() == null ? List.of() : schema.getRequired());
        for (RecordComponent each : record.getRecordComponents()) {
            Class<?> type = each.getType();
            if (each.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                schema.setRequired(List.copyOf(required));
                members(type, answer, schema, schemas, seen);
                required.addAll(schema.getRequired());
                continue;
            }
            describe(each.getGenericType(), answer, schemas, seen);
            boolean leftOut = each.getAccessor().isAnnotationPresent(JsonInclude.class);
            boolean mayBeNull = each.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (mayBeNull && !leftOut && !required.contains(each.getName())) {
                schema.getProperties().computeIfPresent(each.getName(), (name, given) -> orNull(given));
            }
            if (answer ? !leftOut : !mayBeNull) {
                required.add(each.getName());
            }
        }
        schema.setRequired(List.copyOf(required));
    }

    private static Schema<?> orNull(Schema<?> given) {
        if (given.get$ref() != null) {
            return new Schema<>().anyOf(List.of(given, new Schema<>().types(Set.of("null"))));
        }
        Set<String> types = new LinkedHashSet<>(given.getTypes());
        types.add("null");
        given.setTypes(types);
        return given;
    }
}

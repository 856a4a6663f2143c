package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each field of each body takes its own kind of value alone, and a refusal names it and says which kind that is. */
@Tag("server")
class WrongKindsAreRefused {
    private static final String ENDLESS = "9".repeat(20);
    private static final List<String> NO_TEXT =
            List.of("1", "1.5", "1e999", "true", "[]", "{}", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"");
    private static final List<String> NO_WHOLE_NUMBER =
            List.of("1.5", "1.0", "1e2", "1e999", "\"1\"", "\"\"", "true", "[]", "{}", ENDLESS, "9".repeat(60));
    private static final List<String> NO_NUMBER = List.of("1e999", "\"1\"", "\"NaN\"", "\"\"", "true", "[]", "{}");
    private static final List<String> NO_CHOICE = List.of("1", "0", "\"true\"", "\"x\"", "\"\"", "1.5", "[]", "{}");
    private static final List<String> NO_ID = List.of("1", "true", "\"x\"", "\"\"", "\"\\ud800\"", "[]", "{}");

    private final TestServer server = TestServer.shared();

    @Test
    void by_each_field_of_each_body() {
        List<String> seen = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        server.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((route, method) -> {
                    Type body = bodyOf(method);
                    if (body instanceof Class<?> kind && kind.isRecord()) {
                        String verb = route.getMethodsCondition()
                                .getMethods()
                                .iterator()
                                .next()
                                .name();
                        String path = route.getPatternValues().iterator().next();
                        for (Sent sent : of(kind)) {
                            seen.add(path + " " + sent.field);
                            check(verb, path, sent, wrong);
                        }
                    }
                });
        assertThat(wrong).isEmpty();
        assertThat(seen)
                .contains(
                        "/api/v1/hosts/{id} name",
                        "/api/v1/containers spec.ports[0].hostPort",
                        "/api/v1/containers spec.limits.cpus",
                        "/api/v1/containers spec.env.K",
                        "/api/v1/users/{id} role");
    }

    private void check(String verb, String path, Sent sent, List<String> wrong) {
        String address = path.replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000");
        HttpResponse<String> answer = server.send(TestServer.withJson(server.asAdmin(address), verb, sent.body));
        var problem = TestServer.json(answer.body());
        String says = problem.at("/fields").path(sent.field).asString("");
        if (answer.statusCode() != 422
                || !says.startsWith("must be ")
                || !problem.at("/why").asString().contains(says)) {
            wrong.add(verb + " " + path + " " + sent.body + " -> " + answer.statusCode() + " " + answer.body());
        }
    }

    private static Type bodyOf(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(each -> each.hasParameterAnnotation(RequestBody.class))
                .map(MethodParameter::getGenericParameterType)
                .findFirst()
                .orElse(Void.class);
    }

    /** One bad value each, in an object that holds nothing else. */
    private static List<Sent> of(Class<?> kind) {
        List<Sent> all = new ArrayList<>();
        for (RecordComponent each : kind.getRecordComponents()) {
            for (Sent value : values(each.getGenericType())) {
                all.add(new Sent(each.getName() + value.field, "{\"" + each.getName() + "\":" + value.body + "}"));
            }
        }
        return all;
    }

    /** Bad values of this type; their field begins with what follows the name of the field that has it. */
    private static List<Sent> values(Type type) {
        List<Sent> all = new ArrayList<>();
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            all.addAll(here(List.of("1", "true", "\"x\"", "{}")));
            for (Sent item : values(generic.getActualTypeArguments()[0])) {
                all.add(new Sent("[0]" + item.field, "[" + item.body + "]"));
            }
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            all.addAll(here(List.of("1", "true", "\"x\"", "[]", "{\"a\\u0000\":\"x\"}")));
            for (Sent item : values(generic.getActualTypeArguments()[1])) {
                all.add(new Sent(".K" + item.field, "{\"K\":" + item.body + "}"));
            }
        } else if (type instanceof Class<?> kind && kind.isRecord()) {
            all.addAll(here(List.of("1", "true", "\"x\"", "\"\"", "[]")));
            of(kind).forEach(item -> all.add(new Sent("." + item.field, item.body)));
        } else if (type instanceof Class<?> kind) {
            all.addAll(here(bad(kind)));
        } else {
            throw new AssertionError("a body has a " + type + ", for which no bad values are known here");
        }
        return all;
    }

    private static List<String> bad(Class<?> kind) {
        if (kind == String.class) {
            return NO_TEXT;
        }
        if (kind == Integer.class || kind == int.class || kind == Long.class || kind == long.class) {
            return NO_WHOLE_NUMBER;
        }
        if (kind == Double.class) {
            return NO_NUMBER;
        }
        if (kind == Boolean.class || kind == boolean.class || kind.isEnum()) {
            return NO_CHOICE;
        }
        if (kind == UUID.class) {
            return NO_ID;
        }
        throw new AssertionError("a body has a " + kind + ", for which no bad values are known here");
    }

    private static List<Sent> here(List<String> values) {
        return values.stream().map(value -> new Sent("", value)).toList();
    }

    /** @param field which one has to be named */
    private record Sent(String field, String body) {}
}

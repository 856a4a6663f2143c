package dev.gantry.server.system;

import dev.gantry.server.operation.LongWork;
import dev.gantry.server.operation.OperationView;
import dev.gantry.server.platform.problem.ProblemBody;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** Says of each route what its signature does not: a lasting name, the answers of long work, how it refuses. */
@Component
class ApiRoutes implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation route, HandlerMethod method) {
        String noun = method.getBeanType().getSimpleName().replace("Controller", "");
        String verb = method.getMethod().getName();
        route.setTags(List.of(noun));
        route.setOperationId(
                noun.toLowerCase(Locale.ROOT) + verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1));
        if (route.getParameters() != null) {
            route.getParameters().stream()
                    .filter(each -> "Prefer".equals(each.getName()))
                    .forEach(each -> each.setSchema(new StringSchema()));
        }
        if (method.hasMethodAnnotation(PostMapping.class) && !noun.equals("Session")) {
            route.addParametersItem(new HeaderParameter()
                    .name("Idempotency-Key")
                    .schema(new StringSchema().minLength(1).maxLength(200)));
        }
        LongWork work = method.getMethodAnnotation(LongWork.class);
        if (work != null) {
            route.setResponses(answers(work));
        }
        route.getResponses()
                .addApiResponse("default", body("A refusal", "application/problem+json", ProblemBody.class));
        return route;
    }

    private static ApiResponses answers(LongWork work) {
        ApiResponse ended = work.result() == Void.class
                ? new ApiResponse().description("It is done")
                : body("It is done", "application/json", work.result());
        return new ApiResponses()
                .addApiResponse(Integer.toString(work.status()), ended)
                .addApiResponse("202", body("It goes on", "application/json", OperationView.class));
    }

    private static ApiResponse body(String description, String type, Class<?> body) {
        Schema<?> schema = new Schema<>().$ref(ApiSchemas.name(body));
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(type, new MediaType().schema(schema)));
    }
}

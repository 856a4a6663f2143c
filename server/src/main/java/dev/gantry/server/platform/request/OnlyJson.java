package dev.gantry.server.platform.request;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Takes the converters away that libraries bring along unasked: a YAML body has aliases and types that JSON has not. */
@Configuration(proxyBeanMethods = false)
class OnlyJson implements WebMvcConfigurer {
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.configureMessageConvertersList(all -> all.removeIf(each -> each.getSupportedMediaTypes().stream()
                .anyMatch(type -> type.getSubtype().contains("yaml")
                        || type.getSubtype().contains("xml")
                        || type.getSubtype().contains("cbor"))));
    }
}

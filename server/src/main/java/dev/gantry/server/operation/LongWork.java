package dev.gantry.server.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that answers through {@link OperationReply}: how it ends in time, for the API's document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LongWork {
    /** The status of the result; 204 has no body. */
    int status() default 200;

    /** The body of the result. */
    Class<?> result() default Void.class;
}

package dev.gantry.oci.registry.http;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Counts the bytes of a body as they go out, so that silence can be told from work. */
final class Upload {
    private final Optional<Supplier<HttpRequest.BodyPublisher>> body;
    private final AtomicLong moved = new AtomicLong();

    Upload(Optional<Supplier<HttpRequest.BodyPublisher>> body) {
        this.body = body;
    }

    long moved() {
        return moved.get();
    }

    HttpRequest.BodyPublisher publisher() {
        if (body.isEmpty()) {
            return HttpRequest.BodyPublishers.noBody();
        }
        HttpRequest.BodyPublisher plain = body.get().get();
        return new HttpRequest.BodyPublisher() {
            @Override
            public long contentLength() {
                return plain.contentLength();
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                plain.subscribe(new Counting(subscriber));
            }
        };
    }

    private final class Counting implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> plain;

        Counting(Flow.Subscriber<? super ByteBuffer> plain) {
            this.plain = plain;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            plain.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            moved.addAndGet(buffer.remaining());
            plain.onNext(buffer);
        }

        @Override
        public void onError(Throwable failure) {
            plain.onError(failure);
        }

        @Override
        public void onComplete() {
            plain.onComplete();
        }
    }
}

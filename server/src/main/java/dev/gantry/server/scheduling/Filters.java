package dev.gantry.server.scheduling;

import java.util.List;
import java.util.function.BiPredicate;

/** All filters, in the order in which they are asked: a host counts for the first that does not accept it. */
enum Filters implements Filter {
    REACHABLE(
            "is unreachable",
            "are unreachable",
            "Bring a host back that is unreachable.",
            (host, request) -> host.reachable()),
    IMAGE(
            "lacks the image",
            "lack the image",
            "Import the image on a connected host.",
            (host, request) -> host.imagePlatform().isPresent()),
    PLATFORM(
            "has it for another platform",
            "have it for another platform",
            "Import the image for the platform of a connected host.",
            (host, request) ->
                    host.imagePlatform().filter(host.platform()::equals).isPresent()),
    RUNTIME(
            "has no working runtime",
            "have no working runtime",
            "Install crun or runc on a host.",
            (host, request) -> host.runtime()),
    NAME(
            "has a container of this name",
            "have a container of this name",
            "Choose another name, or remove the container that has it.",
            (host, request) -> request.name() == null || !host.names().contains(request.name()));

    private final String one;
    private final String many;
    private final String remedy;
    private final BiPredicate<Candidate, Request> accepts;

    Filters(String one, String many, String remedy, BiPredicate<Candidate, Request> accepts) {
        this.one = one;
        this.many = many;
        this.remedy = remedy;
        this.accepts = accepts;
    }

    static List<Filter> all() {
        return List.of(values());
    }

    @Override
    public boolean accepts(Candidate candidate, Request request) {
        return accepts.test(candidate, request);
    }

    @Override
    public String explain(int hosts) {
        return hosts + " " + (hosts == 1 ? one : many);
    }

    @Override
    public String remedy() {
        return remedy;
    }
}

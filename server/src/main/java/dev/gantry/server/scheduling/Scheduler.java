package dev.gantry.server.scheduling;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Of the hosts that fit, the one with the fewest containers; of equals, the first by name. */
public final class Scheduler {
    private static final Comparator<Candidate> BEST =
            Comparator.comparingLong(Candidate::containers).thenComparing(Candidate::hostName);

    private Scheduler() {}

    public static Decision decide(Request request, List<Candidate> hosts) {
        Map<Filter, Integer> refused = new LinkedHashMap<>();
        Filters.all().forEach(filter -> refused.put(filter, 0));
        Optional<Candidate> best = hosts.stream()
                .filter(host -> {
                    Optional<Filter> objector = Filters.all().stream()
                            .filter(filter -> !filter.accepts(host, request))
                            .findFirst();
                    objector.ifPresent(filter -> refused.merge(filter, 1, Integer::sum));
                    return objector.isEmpty();
                })
                .min(BEST);
        return best.<Decision>map(host -> new Decision.Placed(host.hostId()))
                .orElseGet(() -> new Decision.Refused(
                        explain(hosts.size(), refused),
                        remedies(hosts.size(), refused),
                        refused.getOrDefault(Filters.NAME, 0) > 0));
    }

    private static String remedies(int hosts, Map<Filter, Integer> refused) {
        if (hosts == 0) {
            return "Add a host.";
        }
        return refused.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().remedy())
                .collect(Collectors.joining(" "));
    }

    private static String explain(int hosts, Map<Filter, Integer> refused) {
        if (hosts == 0) {
            return "no host has joined yet";
        }
        return hosts
                + (hosts == 1 ? " host: " : " hosts: ")
                + refused.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> entry.getKey().explain(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }
}

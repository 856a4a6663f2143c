package dev.gantry.engine;

import static dev.gantry.engine.testing.Boxes.box;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.engine.kernel.process.Command;
import dev.gantry.engine.testing.Boxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * Prints how long create, start, stop and remove take on the bridge, and which commands they run meanwhile. conmon and
 * the runtime's start are the raw cost beneath; the rest of create + start is ours. Arguments: rounds, 30 by default.
 */
final class StartBench {
    private static final int WARM_UP = 5;

    private final Map<String, List<Long>> micros = new TreeMap<>();

    private StartBench() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        Path home = Files.createTempDirectory("gantry-bench");
        String parent = "/gantry-bench-" + ProcessHandle.current().pid();
        EngineSettings settings =
                new EngineSettings(home.resolve("data"), home.resolve("run"), parent, Optional.empty(), 1 << 20, 2);
        StartBench bench = new StartBench();
        bench.listen();
        try (Engine engine = NativeEngine.open(settings, Clock.systemUTC())) {
            try {
                engine.importImage(Boxes.archive("/nowhere"), null, ImportProgress.NONE);
                for (int i = 0; i < WARM_UP + rounds; i++) {
                    if (i == WARM_UP) {
                        bench.micros.clear();
                    }
                    bench.round(engine, "bench-" + i);
                }
            } finally {
                for (ContainerView container : engine.containers()) {
                    engine.remove(container.id(), true);
                }
            }
        }
        Command.of("rm", "-rf", home.toString()).run();
        bench.print();
    }

    private void round(Engine engine, String name) {
        ContainerConfig config = box(name, "exec sleep 600").config();
        long begin = System.nanoTime();
        engine.create(config);
        long created = add(" 1 create", begin);
        engine.start(config.id(), 1);
        long started = add(" 2 start", created);
        add(" 3 create + start", begin);
        engine.stop(config.id(), StopOptions.KILL);
        long stopped = add(" 4 stop", started);
        engine.remove(config.id(), false);
        add(" 5 remove", stopped);
    }

    private synchronized long add(String step, long begin) {
        long now = System.nanoTime();
        micros.computeIfAbsent(step, key -> new ArrayList<>()).add((now - begin) / 1000);
        return now;
    }

    private void listen() {
        Logger commands = (Logger) LoggerFactory.getLogger(Command.class);
        commands.setLevel(Level.DEBUG);
        commands.setAdditive(false);
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                Object[] arguments = event.getArgumentArray();
                note(shape((List<?>) arguments[1]), (Long) arguments[0]);
            }
        };
        appender.start();
        commands.addAppender(appender);
    }

    private synchronized void note(String step, long value) {
        micros.computeIfAbsent(step, key -> new ArrayList<>()).add(value);
    }

    /** Without ids and paths. */
    private static String shape(List<?> argv) {
        String program = Path.of(argv.get(0).toString()).getFileName().toString();
        List<String> words = argv.stream()
                .skip(1)
                .map(Object::toString)
                .filter(word -> word.matches("-?[a-z]{1,10}") && !program.equals("conmon"))
                .limit(4)
                .toList();
        return "command " + program + " " + String.join(" ", words);
    }

    private void print() {
        micros.forEach((step, values) -> {
            List<Long> sorted = values.stream().sorted().toList();
            System.out.printf(
                    "%-45s n=%-4d median %7.1f ms  p95 %7.1f ms%n",
                    step,
                    sorted.size(),
                    sorted.get(sorted.size() / 2) / 1000.0,
                    sorted.get(sorted.size() * 95 / 100) / 1000.0);
        });
        double raw = median("command conmon ") + median("command crun start") + median("command runc start");
        double all = median(" 3 create + start");
        System.out.printf(
                "start: %.1f ms, raw runtime %.1f ms, ours %.1f ms, ratio %.2f%n", all, raw, all - raw, all / raw);
    }

    private double median(String step) {
        List<Long> sorted =
                micros.getOrDefault(step, List.of(0L)).stream().sorted().toList();
        return sorted.get(sorted.size() / 2) / 1000.0;
    }
}

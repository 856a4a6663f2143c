package dev.gantry.engine.testing;

import static dev.gantry.engine.testing.Boxes.box;

import dev.gantry.engine.Engine;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.NativeEngine;
import dev.gantry.engine.container.ContainerConfig;
import dev.gantry.engine.container.ContainerView;
import dev.gantry.engine.container.Phase;
import dev.gantry.engine.container.StopOptions;
import dev.gantry.engine.image.ImportProgress;
import dev.gantry.oci.reference.Reference;
import dev.gantry.oci.testing.Archives;
import dev.gantry.oci.testing.ImageFixture;
import dev.gantry.oci.testing.TarFixture;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A program of its own that works with an engine until someone kills it. It says on its standard output what it begins
 * and what it has done, a line each: "begin start ID", "done start ID PID".
 */
public final class Victim {
    private static final int CONTAINERS = 4;
    private static final int DATA = 6 << 20;

    private final Engine engine;
    private final Random random;

    private Victim(Engine engine, Random random) {
        this.engine = engine;
        this.random = random;
    }

    /** @param args the engine's home, its cgroup parent, and a number that decides what is done */
    public static void main(String[] args) {
        Engine engine = NativeEngine.open(settings(Path.of(args[0]), args[1]), Clock.systemUTC());
        Victim victim = new Victim(engine, new Random(Long.parseLong(args[2])));
        say("ready");
        while (true) {
            victim.step();
        }
    }

    public static EngineSettings settings(Path home, String parent) {
        return new EngineSettings(home.resolve("data"), home.resolve("run"), parent, Optional.empty(), 1 << 20, 2);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void step() {
        List<ContainerView> all = engine.containers();
        if (random.nextInt(6) == 0) {
            image();
        } else if (all.size() < CONTAINERS && random.nextInt(3) > 0) {
            create();
        } else if (!all.isEmpty()) {
            change(all.get(random.nextInt(all.size())));
        }
    }

    private void image() {
        byte[] content = new byte[DATA];
        random.nextBytes(content);
        String name = "example/data:" + Math.abs(random.nextInt());
        ImageFixture image = new ImageFixture(name).layer(new TarFixture().file("data", content, 0644));
        say("begin import " + name);
        engine.importImage(
                new ByteArrayInputStream(Archives.docker(image)), Reference.parse(name), ImportProgress.NONE);
        say("done import " + name);
        if (random.nextBoolean()) {
            say("begin forget " + name);
            engine.removeImage(name, false);
            say("done forget " + name);
        }
    }

    private void create() {
        ContainerConfig config =
                box("victim-" + Math.abs(random.nextInt()), "exec sleep 600").config();
        say("begin create " + config.id());
        engine.create(config);
        say("done create " + config.id());
    }

    private void change(ContainerView view) {
        String id = view.id();
        if (view.phase() == Phase.RUNNING) {
            say("begin stop " + id);
            engine.stop(id, StopOptions.KILL);
            say("done stop " + id);
        } else if (view.phase() != Phase.STOPPING && random.nextInt(3) > 0) {
            say("begin start " + id);
            ContainerView started = engine.start(id, view.run() + 1);
            say("done start " + id + " " + started.pid().orElseThrow());
        } else if (view.phase() != Phase.STOPPING) {
            say("begin remove " + id);
            engine.remove(id, false);
            say("done remove " + id);
        }
    }
}

package dev.gantry.agent.reconcile;

import dev.gantry.engine.container.ContainerView;
import dev.gantry.protocol.facts.Stray;
import java.util.Collection;
import java.util.List;

/** What earlier hosts of this home made and nobody has taken over yet; pure. */
public final class Strays {
    private Strays() {}

    public static List<Stray> of(Collection<ContainerView> views, Standing standing, String hostId) {
        return views.stream()
                .filter(view -> Annotations.isStray(view.config(), hostId))
                .filter(view -> !standing.wishes().containsKey(view.id()))
                .filter(view -> !standing.adopted().contains(view.id()))
                .map(Strays::stray)
                .toList();
    }

    private static Stray stray(ContainerView view) {
        return new Stray(
                view.id(),
                view.config().name(),
                view.image().toString(),
                view.run(),
                view.phase().isLive(),
                view.createdAt().toString(),
                Configs.spec(view.config()));
    }
}

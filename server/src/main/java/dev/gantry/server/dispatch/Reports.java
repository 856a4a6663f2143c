package dev.gantry.server.dispatch;

import dev.gantry.protocol.AgentMessage;
import dev.gantry.protocol.facts.HostFacts;
import dev.gantry.server.agentlink.AgentLink;
import dev.gantry.server.agentlink.LinkListener;
import dev.gantry.server.container.adoption.Adoptions;
import dev.gantry.server.image.ImageFacts;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.socket.CloseStatus;

/** Writes down what agents say. A failure to write ends the link: its next hello and full report make it good. */
@Component
class Reports implements LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final HostFactsWriter hosts;
    private final ContainerFactsWriter containers;
    private final Adoptions adoptions;
    private final ImageFacts images;
    private final LinkBook book;
    private final Dispatcher dispatcher;
    private final TransactionTemplate transaction;

    Reports(
            HostFactsWriter hosts,
            ContainerFactsWriter containers,
            Adoptions adoptions,
            ImageFacts images,
            LinkBook book,
            Dispatcher dispatcher,
            TransactionTemplate transaction) {
        this.hosts = hosts;
        this.containers = containers;
        this.adoptions = adoptions;
        this.images = images;
        this.book = book;
        this.dispatcher = dispatcher;
        this.transaction = transaction;
    }

    @Override
    public void opened(AgentLink link, AgentMessage.Hello hello) {
        OptionalLong epoch = hosts.opened(link.hostId(), hello);
        if (epoch.isEmpty()) {
            link.close(CloseStatus.POLICY_VIOLATION.withReason("this host was removed"));
            return;
        }
        LOG.info("Host {} is connected, agent {}", link.hostName(), hello.agentVersion());
        book.open(link, epoch.getAsLong());
        dispatcher.ring();
    }

    @Override
    public void facts(AgentLink link, HostFacts facts) {
        book.of(link).ifPresent(entry -> hosts.facts(link.hostId(), entry.epoch(), facts));
    }

    @Override
    public void containers(AgentLink link, AgentMessage.ContainerReport report) {
        book.of(link)
                .filter(entry -> containers.report(link.hostId(), entry.epoch(), entry.told(), report))
                .ifPresent(entry ->
                        report.strays().forEach(stray -> adoptions.offer(link.hostId(), link.hostName(), stray)));
    }

    @Override
    public void images(AgentLink link, AgentMessage.ImageReport report) {
        book.of(link)
                .ifPresent(entry -> transaction.executeWithoutResult(status -> {
                    if (hosts.accept(link.hostId(), entry.epoch(), report.sequence(), HostFactsWriter.Report.IMAGES)) {
                        images.replace(link.hostId(), report.images());
                    }
                }));
    }

    @Override
    public void closed(AgentLink link) {
        book.of(link).ifPresent(entry -> {
            book.close(entry);
            try {
                hosts.closed(link.hostId(), entry.epoch());
            } catch (RuntimeException e) {
                LOG.warn("The end of host {}'s link could not be written yet", link.hostName(), e);
            }
        });
    }
}

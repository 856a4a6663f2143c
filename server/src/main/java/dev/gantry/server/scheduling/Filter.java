package dev.gantry.server.scheduling;

/** One reason why a host can't take a container. */
interface Filter {
    boolean accepts(Candidate candidate, Request request);

    /** What is wrong with so many hosts that were not accepted: "2 lack the image". */
    String explain(int hosts);

    /** What makes such a host fit: "Import the image on a connected host." */
    String remedy();
}

package dev.gantry.oci.registry;

import java.net.URI;
import java.net.http.HttpClient;

/**
 * The way to a registry with which this program has an understanding of its own, such as a certificate that says who it
 * is.
 *
 * @param at scheme, host and port, whatever the registry is called in images' names
 * @param client knows whom to trust; follows no redirects
 */
public record Door(URI at, HttpClient client) {}

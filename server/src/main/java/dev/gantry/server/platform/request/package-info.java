/** What requests and answers share: pages, preconditions, Prefer, and the dialect and size of a JSON body. */
@NullMarked
package dev.gantry.server.platform.request;

import org.jspecify.annotations.NullMarked;

/**
 * Who may ask what: the security chain, which denies by default, sessions and their cookies, CSRF, bearer tokens,
 * headers, and {@link dev.gantry.server.access.Caller}, who a piece of work is done for.
 */
@NullMarked
package dev.gantry.server.access;

import org.jspecify.annotations.NullMarked;

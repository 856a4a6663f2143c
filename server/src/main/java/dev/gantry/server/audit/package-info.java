/** Who changed what, when and from where: one row for each change, written in the change's own transaction. */
@NullMarked
package dev.gantry.server.audit;

import org.jspecify.annotations.NullMarked;

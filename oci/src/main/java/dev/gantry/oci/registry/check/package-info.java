/** How far one comes at a registry, before anybody needs an image of it. */
@NullMarked
package dev.gantry.oci.registry.check;

import org.jspecify.annotations.NullMarked;

/// The `afdp` command: everything on one machine on embedded defaults, and the command line of
/// every role. Start with {@link com.caiatech.afdp.infra.Afdp}; no other module may depend on it.
@NullMarked
package com.caiatech.afdp.infra;

import org.jspecify.annotations.NullMarked;

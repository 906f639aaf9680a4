/// The one folder under which a local platform keeps everything: its layout, its exclusive lock,
/// its secrets, and the ports it took last time. Start reading at
/// [com.caiatech.afdp.infra.state.StateFolder]; nothing here starts a server.
@NullMarked
package com.caiatech.afdp.infra.state;

import org.jspecify.annotations.NullMarked;

/// What a new state folder needs before anything starts: keys, tokens, the first trust policy,
/// empty ledgers and the platform's configuration. Start with {@link
/// com.caiatech.afdp.infra.bootstrap.Bootstrap}; nothing here starts a server.
@NullMarked
package com.caiatech.afdp.infra.bootstrap;

import org.jspecify.annotations.NullMarked;

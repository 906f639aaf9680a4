/// What Git hosts' webhooks look like, and what is believed of them: start with {@link
/// com.caiatech.afdp.lambdas.webhook.HostDialect}. Nothing here may reach a database or a
/// repository.
@NullMarked
package com.caiatech.afdp.lambdas.webhook;

import org.jspecify.annotations.NullMarked;

/// What a Git host's webhook says, once its signature holds. Start with {@link
/// com.caiatech.afdp.lambdas.webhook.GitHubDelivery}; nothing here may reach a database or a
/// repository.
@NullMarked
package com.caiatech.afdp.lambdas.webhook;

import org.jspecify.annotations.NullMarked;

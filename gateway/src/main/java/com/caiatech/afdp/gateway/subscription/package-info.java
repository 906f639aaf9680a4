/// Streams what happens in a deployment: start with {@link
/// com.caiatech.afdp.gateway.subscription.ProgressWiring}. Nothing here may know how a stream is
/// carried to the client.
@NullMarked
package com.caiatech.afdp.gateway.subscription;

import org.jspecify.annotations.NullMarked;

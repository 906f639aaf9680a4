/// Making a service known: copying its repositories into the platform's and adding it to the
/// configuration. Start with {@link com.caiatech.afdp.infra.registration.Registration}; nothing
/// here may start a deployment.
@NullMarked
package com.caiatech.afdp.infra.registration;

import org.jspecify.annotations.NullMarked;

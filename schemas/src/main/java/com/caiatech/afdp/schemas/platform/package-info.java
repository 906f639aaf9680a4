/// The platform's configuration: environments, approval rules, registered services and their
/// repositories. Start with {@link com.caiatech.afdp.schemas.platform.Platform}; nothing here comes
/// from a service's own repository.
@NullMarked
package com.caiatech.afdp.schemas.platform;

import org.jspecify.annotations.NullMarked;

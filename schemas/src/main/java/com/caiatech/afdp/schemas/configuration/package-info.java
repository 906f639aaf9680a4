/// How every deployable reads its settings, from a file or from environment variables: with the
/// same checks and the same words for what is wrong. Start with {@link
/// com.caiatech.afdp.schemas.configuration.Section}; nothing here knows any setting.
@NullMarked
package com.caiatech.afdp.schemas.configuration;

import org.jspecify.annotations.NullMarked;

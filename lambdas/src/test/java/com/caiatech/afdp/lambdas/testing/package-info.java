/// Real parts that the tests of this module share: ledgers and source repositories on disk, a
/// platform that is configured with them, a queue. Start reading at {@link
/// com.caiatech.afdp.lambdas.testing.PlatformFixture}; nothing here may decide what is right.
@NullMarked
package com.caiatech.afdp.lambdas.testing;

import org.jspecify.annotations.NullMarked;

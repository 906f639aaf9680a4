/// AWS Lambda handlers: they take pushes and write the graph and the evidence store. Start with the
/// push webhook's handler; nothing here may write a ledger or use a dependency-injection framework.
/// `mvn package -pl lambdas -am -Pfunctions` makes one archive for each in `target/functions`.
@NullMarked
package com.caiatech.afdp.lambdas;

import org.jspecify.annotations.NullMarked;

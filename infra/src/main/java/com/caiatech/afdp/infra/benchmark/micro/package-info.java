/// What single operations cost, each beside its peer or its physical limit in the same run,
/// measured with JMH. Start with {@link com.caiatech.afdp.infra.benchmark.micro.Microbenchmark};
/// nothing here touches a disk, a server or a network.
@NullMarked
package com.caiatech.afdp.infra.benchmark.micro;

import org.jspecify.annotations.NullMarked;

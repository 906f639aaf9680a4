/// The demo: a true story of a fault on real Git repositories, from deployment to rollback. Start
/// with {@link com.caiatech.afdp.infra.demo.DemoStory}; nothing here may do what a user could not
/// do by command or query.
@NullMarked
package com.caiatech.afdp.infra.demo;

import org.jspecify.annotations.NullMarked;

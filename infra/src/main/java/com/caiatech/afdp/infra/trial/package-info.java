/// Trials of the platform from outside: its process is started, killed and stopped, and what it
/// left is read with stock tools. Start with {@link com.caiatech.afdp.infra.trial.KillTrial};
/// nothing here may reach into the process under trial.
@NullMarked
package com.caiatech.afdp.infra.trial;

import org.jspecify.annotations.NullMarked;

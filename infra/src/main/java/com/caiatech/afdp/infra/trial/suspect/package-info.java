/// How well suspects are ranked on generated organisations whose causes are known, beside simple
/// orders, and weights that are set on others.
@NullMarked
package com.caiatech.afdp.infra.trial.suspect;

import org.jspecify.annotations.NullMarked;

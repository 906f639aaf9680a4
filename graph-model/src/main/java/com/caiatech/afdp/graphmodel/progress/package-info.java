/// How far taking in repositories and volumes is, as it is told while it goes on. Start with {@link
/// com.caiatech.afdp.graphmodel.progress.ProgressWriter}; nothing here is a fact, and no digest and
/// no answer about the past rests on it.
@NullMarked
package com.caiatech.afdp.graphmodel.progress;

import org.jspecify.annotations.NullMarked;

/// What checks and services print: the text goes to bounded logs on this machine that only their
/// owner may read, and everywhere else its digest and counts stand for it. Start with {@link
/// com.caiatech.afdp.workers.output.OutputLog}; nothing here may write a record.
@NullMarked
package com.caiatech.afdp.workers.output;

import org.jspecify.annotations.NullMarked;

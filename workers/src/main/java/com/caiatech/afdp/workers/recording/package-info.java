/// Recording what people say: of incidents and their causes, of where code comes from, and of what
/// other deployers did. Start with {@link com.caiatech.afdp.workers.recording.RecordingWorkflow};
/// nothing here may change what runs.
@NullMarked
package com.caiatech.afdp.workers.recording;

import org.jspecify.annotations.NullMarked;

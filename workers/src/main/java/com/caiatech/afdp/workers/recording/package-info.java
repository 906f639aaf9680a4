/// Recording what people say of incidents: reports and causal links. Start with {@link
/// com.caiatech.afdp.workers.recording.RecordingWorkflow}; nothing here may change what runs.
@NullMarked
package com.caiatech.afdp.workers.recording;

import org.jspecify.annotations.NullMarked;

/// How workers and their clients speak to Temporal: the form of payloads, retries, and what faults
/// mean. Start with {@link com.caiatech.afdp.workers.connection.TemporalPayloads}; nothing here may
/// know what a workflow does.
@NullMarked
package com.caiatech.afdp.workers.connection;

import org.jspecify.annotations.NullMarked;

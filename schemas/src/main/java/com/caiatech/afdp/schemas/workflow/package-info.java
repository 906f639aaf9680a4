/// The contract between whoever starts deployments and the workers: names of workflows, updates and
/// queries, and what they take and give. Start with {@link
/// com.caiatech.afdp.schemas.workflow.WorkflowNames}; nothing here may touch Temporal itself.
@NullMarked
package com.caiatech.afdp.schemas.workflow;

import org.jspecify.annotations.NullMarked;

/// The activities of deployments, rollbacks and recordings: what workflows ask of ledgers,
/// repositories, checks and targets. Start with {@link
/// com.caiatech.afdp.workers.activity.AdmissionActivities}; nothing here may decide the course of a
/// deployment: that is the workflow's.
@NullMarked
package com.caiatech.afdp.workers.activity;

import org.jspecify.annotations.NullMarked;

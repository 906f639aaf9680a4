package com.caiatech.afdp.schemas.record;

/// The fields of one kind of record, beside the {@link Header}.
public sealed interface RecordBody
    permits PersonCaused,
        DeploymentManifestOpened,
        DeploymentStep,
        DeploymentManifestClosed,
        CheckResult,
        RootSigned {}

package com.caiatech.afdp.workers.notification;

import java.nio.file.Path;

/// Where notifications are configured, and where is kept how far they were told.
///
/// @param configuration the file that {@link NotificationSettings} reads
/// @param outboxes a folder for these workers alone, or for several that share its disk: one of
///   them sends
public record NotificationFiles(Path configuration, Path outboxes) {}

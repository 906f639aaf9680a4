package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import org.jspecify.annotations.Nullable;

/// A webhook that a host calls. Its secrets stand in a file of their own, never here.
///
/// @param host whose webhook it is
/// @param repository the only one that it may name, configured or registered by mutation now or
///   later; absent for a webhook of the whole host
public record Hook(HookId id, HostName host, @Nullable PushSource repository) {}

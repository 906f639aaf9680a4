package com.caiatech.afdp.gateway.configuration;

/// Where mutations are carried out.
///
/// @param target host and port of the Temporal service
public record TemporalConfiguration(String target, String namespace) {}

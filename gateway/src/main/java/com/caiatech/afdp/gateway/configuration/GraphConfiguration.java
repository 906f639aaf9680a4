package com.caiatech.afdp.gateway.configuration;

import java.net.URI;
import java.nio.file.Path;

/// Where the graph answers.
///
/// @param bolt such as `bolt://127.0.0.1:7687`
/// @param passwordFile holds the password, surrounding white space is ignored
public record GraphConfiguration(URI bolt, String user, Path passwordFile) {}

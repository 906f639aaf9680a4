package com.caiatech.afdp.gateway.configuration;

import java.net.URI;
import java.nio.file.Path;

/// What the gateway needs to speak for people: it makes their ids, proves their intents and seals
/// their personal values.
///
/// @param platformFile the platform's configuration
/// @param gatewayKey the Ed25519 key of the gateway's proofs of intent
/// @param pepper makes person ids of issuers and subjects
/// @param keyFolder the data keys of sealed personal values
/// @param publicUri where people reach this gateway
public record PeopleConfiguration(
    Path platformFile, Path gatewayKey, Path pepper, Path keyFolder, URI publicUri) {}

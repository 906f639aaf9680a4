package com.caiatech.afdp.schemas.intent;

import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import java.util.List;

/// The payload of a gateway's proof: who was signed in, how and when, and the statement it speaks
/// for.
///
/// @param statementSha256 SHA-256 of the statement's canonical JSON
/// @param subjectSha256 SHA-256 of the issuer, a line feed and the subject
/// @param roles the roles that the person had
public record GatewayAssertion(
    Sha256 statementSha256,
    String issuer,
    Sha256 subjectSha256,
    Instant authenticatedAt,
    List<String> roles) {
  /// The payload type of the DSSE envelope.
  public static final String PAYLOAD_TYPE = "application/vnd.afdp.gateway-assertion+json";

  public GatewayAssertion {
    roles = List.copyOf(roles);
  }
}

package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.path.ThingKind;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;

/// A thing as a command line names it.
///
/// @param text its global id, or the UUID of a deployment, an incident or a report
record ThingWord(String text) {
  private static final int SHOWN = 80;
  private static final String QUERY =
      """
      query($id: ID!) {
        deployment(id: $id) { id } incident(id: $id) { id } assertedDeployment(id: $id) { id }
      }
      """;

  /// Reads `urn:afdp:service:cart`, the same without `urn:afdp:`, `<repository>@<commit>` or a
  /// UUID.
  ///
  /// @throws IllegalArgumentException where it is none of these
  static ThingWord parse(String text) {
    String id = text.startsWith(Urns.PREFIX) ? text : Urns.PREFIX + text;
    if (ThingKind.ofId(id).isPresent()) {
      return new ThingWord(id);
    }
    int at = text.indexOf('@');
    if (at > 0) {
      RepositoryName repository = new RepositoryName(text.substring(0, at));
      return new ThingWord(Urns.commit(repository, new CommitId(text.substring(at + 1))));
    }
    if (!isUuid(text)) {
      throw new IllegalArgumentException(
          "expected a global id such as urn:afdp:service:cart, <repository>@<commit> or the UUID of a"
              + " deployment or an incident, found '"
              + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text)
              + "'");
    }
    return new ThingWord(text);
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The global id; that of a UUID is asked for.
  ///
  /// @throws InfraException.Refused where nothing has the UUID
  String id(GatewayClient client) {
    if (!isUuid(text)) {
      return text;
    }
    for (JsonNode found : client.query(QUERY, Map.of("id", text))) {
      if (found.isObject()) {
        return found.path("id").asText();
      }
    }
    throw new InfraException.Refused(
        "no deployment, incident or report with the id " + text + " is in the graph");
  }
}

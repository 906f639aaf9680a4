package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.demo.DemoEnds;
import java.nio.file.Path;

/// The demo's last screen: where the evidence of each step lies, and what to ask next.
final class LastScreen {
  private LastScreen() {}

  static String of(Endpoints endpoints, Path state, DemoEnds ends) {
    String incident = ends.incident().path("incidentId").asText();
    String ledger = endpoints.ledgers().getOrDefault("deployment-manifests", "");
    return """

        Evidence
          deployed          afdp status %1$s --state %6$s
          faulty            afdp status %2$s --state %6$s
          rolled back       afdp status %3$s --state %6$s
          traced            afdp trace %4$s --state %6$s
          as Git, signed    gpg --import %7$s
                            git clone %5$s && git -C deployment-manifests log --show-signature

        Next
          afdp up --state %6$s        and at /graphiql of the gateway, with the token of: afdp token viewer
          query { incident(id: "%4$s") { title suspects(first: 3) { score commit { sha subject } deployment { evidence { path verdict } } } } }"""
        .formatted(
            ends.goodDeployment(),
            ends.faultyDeployment(),
            ends.rollback(),
            incident,
            ledger,
            state,
            endpoints.signingKeys());
  }
}

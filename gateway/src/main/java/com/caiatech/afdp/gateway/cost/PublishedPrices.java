package com.caiatech.afdp.gateway.cost;

import com.caiatech.afdp.gateway.cost.PriceList.Builder.OfType;

/// What each field of the published schema costs: the one place to price a field. One unit is what
/// one more object takes that is one hop away, with a few of its values: 10 to 20 µs of a processor
/// in the database and the gateway together.
///
/// What weighs more was measured against that, on an embedded graph of 100 incidents with 100
/// deployments of 50 commits before them, on two processors: the median time of a page of 100 with
/// the field, less that of the same page without it, by the number of objects. A record's body of 2
/// kB took 12 µs, commits by a path prefix 43 ms, the digest of 5,500 nodes and 31,000
/// relationships 460 to 570 ms. Suspects took 219 ms of a processor where 2,000 commits were
/// weighed, and are priced for 500. What cannot be told before, the length of a list without
/// `first`, is taken as usual; the actual cost counts what there was.
public final class PublishedPrices {
  // computed from some nodes beside the object
  private static final FieldPrice LOOKED_UP = FieldPrice.computed(1);
  // the last commit that holds a person's name, and unsealing it
  private static final FieldPrice UNSEALED = FieldPrice.computed(4);
  // up to 1 MiB of text that is parsed and written
  private static final FieldPrice BODY = FieldPrice.computed(10);
  // a count over all of a kind
  private static final FieldPrice COUNTED = FieldPrice.computed(50);
  // a list that no index gives in its order
  static final FieldPrice SORTED = FieldPrice.computed(50);
  // a list that may be filtered one by one, or a thousand candidates of each of six indexes
  static final FieldPrice SEARCHED = FieldPrice.computed(500);
  // the steps of every service in every environment, with a walk through the history of each
  private static final FieldPrice EVERYWHERE =
      new FieldPrice(500, 1, new FieldPrice.Items.Assumed(10));
  // the steps before and after each that gave traffic
  private static final FieldPrice SERVED = new FieldPrice(0, 5, new FieldPrice.Items.Assumed(2));
  // reads, sorts and scores up to ten deployments' commits of each service
  private static final FieldPrice RANKED = FieldPrice.page(3_000);
  // as many relationships as a search may look at, and the paths among them
  private static final FieldPrice WALKED = FieldPrice.computed(5_000);
  // as many commits as a change log reads at most, with their files
  private static final FieldPrice LOGGED = FieldPrice.computed(1_000);
  // reads the whole graph
  private static final FieldPrice WHOLE_GRAPH = FieldPrice.computed(20_000);
  // a call of a workflow, which the workers record
  private static final FieldPrice RECORDED = FieldPrice.computed(20);

  private static final FieldPrice EVIDENCE = FieldPrice.list(5);
  static final FieldPrice FEW = FieldPrice.list(2);
  static final FieldPrice SOURCES = FieldPrice.list(3);
  static final FieldPrice SEVERAL = FieldPrice.list(10);

  private PublishedPrices() {}

  /// All of them.
  public static PriceList all() {
    PriceList.Builder prices = PriceList.builder();
    addRoots(prices);
    addConnections(prices);
    addDeployments(prices);
    addContent(prices);
    addIncidents(prices);
    addRegistrations(prices);
    addLedgers(prices);
    SearchPrices.add(prices);
    OutcomePrices.add(prices);
    return prices.build();
  }

  private static void addRoots(PriceList.Builder prices) {
    prices
        .type("Query")
        .price(
            FieldPrice.HOP,
            "node",
            "deployment",
            "assertedDeployment",
            "service",
            "repository",
            "environment",
            "team",
            "person",
            "commit",
            "incident",
            "savedQuery",
            "record",
            "runningAt",
            "blastRadius")
        .price(FieldPrice.page(0), "nodes")
        .price(
            LOOKED_UP,
            "deployments",
            "assertedDeployments",
            "services",
            "repositories",
            "environments",
            "teams",
            "persons",
            "incidents",
            "savedQueries")
        .price(
            SEARCHED,
            "commits",
            "files",
            "checks",
            "approvals",
            "steps",
            "records",
            "running",
            "search")
        .price(SORTED, "violations", "unproven")
        .price(SEVERAL, "ledgers")
        .price(EVERYWHERE, "whereIs")
        .price(WALKED, "paths", "reachable", "diff", "compare")
        .price(WHOLE_GRAPH, "graphDigest");
    prices
        .type("Mutation")
        .price(
            RECORDED,
            "startDeployment",
            "approveDeployment",
            "rejectDeployment",
            "abortDeployment",
            "promoteDeployment",
            "promoteDeploymentFully",
            "skipDeploymentStep",
            "pauseDeployment",
            "resumeDeployment",
            "rollbackDeployment",
            "retryDeployment",
            "undoDeployment",
            "reportIncident",
            "updateIncident",
            "linkIncident",
            "annotate",
            "saveQuery",
            "reportDeployment",
            "registerRepository",
            "registerService");
    prices.type("Subscription").price(RECORDED, "deploymentProgress");
    prices.type("Node").price(FieldPrice.FREE, "id");
    prices.type("Fact").price(EVIDENCE, "evidence");
  }

  private static void addConnections(PriceList.Builder prices) {
    for (String node :
        new String[] {
          "Deployment",
          "AssertedDeployment",
          "Service",
          "Repository",
          "Environment",
          "Commit",
          "File",
          "Incident",
          "Annotation",
          "SavedQuery",
          "Violation",
          "Check",
          "Approval",
          "Step",
          "Record",
          "Person",
          "Team",
          "RunningAt",
          "Unproven",
          "Exposure"
        }) {
      prices.connection(node, COUNTED.base());
    }
    free(prices, "PageInfo", "hasNextPage", "hasPreviousPage", "startCursor", "endCursor");
  }

  private static void addDeployments(PriceList.Builder prices) {
    free(
            prices,
            "Deployment",
            "id",
            "deploymentId",
            "type",
            "status",
            "reason",
            "requestedAt",
            "openedAt",
            "closedAt",
            "durationSeconds",
            "servedAfterMillis",
            "strategy",
            "sequence",
            "planSha256",
            "requiredApprovals",
            "soundness")
        .price(
            FieldPrice.HOP,
            "service",
            "environment",
            "requestedBy",
            "previous",
            "rollbackOf",
            "retryOf",
            "undoOf",
            "restored")
        .price(FEW, "approvals", "causedIncidents", "retriedBy", "undoneBy")
        .price(SOURCES, "sources")
        .price(SEVERAL, "checks", "steps")
        .price(LOOKED_UP, "shipped", "withdrew", "annotations")
        .price(LOGGED, "changeLog")
        .price(EVIDENCE, "evidence");
    prices.type("Soundness").price(LOOKED_UP, "records", "sources").price(FEW, "findings");
    deployed(prices, "DeployedSource", "role", "sourceSha256");
    free(prices, "Step", "id", "number", "name", "result", "startedAt", "endedAt", "detail")
        .price(FieldPrice.HOP, "deployment")
        .price(FEW, "traffic")
        .price(EVIDENCE, "evidence");
    free(prices, "TrafficShare", "weight", "deployment");
    free(
            prices,
            "Check",
            "id",
            "name",
            "stage",
            "type",
            "status",
            "reason",
            "query",
            "outputSha256",
            "outputBytes",
            "outputLines",
            "startedAt",
            "endedAt",
            "cpuUsageAvg",
            "memoryPeak",
            "latencyP50",
            "latencyP95",
            "passRate",
            "samples")
        .price(FieldPrice.HOP, "deployment")
        .price(EVIDENCE, "evidence");
    free(prices, "Approval", "id", "decision", "role", "rule", "reason", "planSha256", "decidedAt")
        .price(FieldPrice.HOP, "decidedBy", "deployment")
        .price(EVIDENCE, "evidence");
    free(
            prices,
            "AssertedDeployment",
            "id",
            "reportId",
            "status",
            "version",
            "startedAt",
            "finishedAt",
            "happenedAt",
            "reportedAt",
            "deployer",
            "externalId",
            "url")
        .price(FieldPrice.HOP, "service", "environment", "reportedBy", "source")
        .price(FEW, "causedIncidents")
        .price(LOOKED_UP, "shipped", "withdrew", "annotations")
        .price(EVIDENCE, "evidence");
    deployed(prices, "AssertedSource", "previousReportId");
    free(prices, "RunningAt", "service", "environment", "recordedAt")
        .price(FEW, "serving")
        .price(SORTED, "cut")
        .price(LOOKED_UP, "final")
        .price(EVIDENCE, "evidence");
    free(prices, "BlastRadius").price(FieldPrice.HOP, "of").price(SEARCHED, "exposures");
    free(prices, "Exposure", "deployment")
        .price(FieldPrice.HOP, "service", "environment")
        .price(LOOKED_UP, "serves")
        .price(SERVED, "served")
        .price(EVIDENCE, "evidence");
    free(prices, "ServedTime", "since", "until", "peakWeight", "beganWith")
        .price(FieldPrice.HOP, "endedBy")
        .price(EVIDENCE, "evidence");
    free(prices, "CommitLocation", "role", "weight", "deployment")
        .price(FieldPrice.HOP, "service", "environment");
  }

  private static void deployed(PriceList.Builder prices, String type, String... own) {
    free(
            prices,
            type,
            "path",
            "shared",
            "previousCommitSha",
            "shippedCount",
            "shippedSetSha256",
            "withdrewCount",
            "withdrewSetSha256",
            "rangeState",
            "commit")
        .price(FieldPrice.FREE, own);
  }

  private static void addContent(PriceList.Builder prices) {
    free(prices, "Service", "id", "name")
        .price(LOOKED_UP, "deployments", "incidents")
        .price(FieldPrice.HOP, "registration")
        .price(FieldPrice.page(0), "registrations");
    free(prices, "Environment", "id", "name").price(LOOKED_UP, "deployments");
    free(prices, "Repository", "id", "name")
        .price(LOOKED_UP, "heads", "pending", "addresses")
        .price(COUNTED, "commitCount")
        .price(FieldPrice.HOP, "progress", "registration")
        .price(FieldPrice.page(0), "registrations");
    free(prices, "Person", "id", "personId").price(UNSEALED, "displayName");
    free(
            prices,
            "Commit",
            "id",
            "sha",
            "subject",
            "bodySha256",
            "type",
            "scope",
            "breaking",
            "authoredAt",
            "authoredZone",
            "committedAt",
            "committedZone",
            "issueKeys")
        .price(FieldPrice.HOP, "repository", "author", "committer")
        .price(FEW, "coAuthors", "parents", "reverts", "cherryPickedFrom")
        .price(LOOKED_UP, "annotations")
        .price(
            FieldPrice.page(0),
            "revertedBy",
            "cherryPickedTo",
            "files",
            "deployedBy",
            "shippedBy",
            "assertedBy");
    free(prices, "File", "id", "path").price(FieldPrice.HOP, "repository");
    free(
        prices,
        "TouchedFile",
        "path",
        "change",
        "renamedFrom",
        "mode",
        "modeBefore",
        "submodule",
        "added",
        "deleted");
  }

  private static void addIncidents(PriceList.Builder prices) {
    free(
            prices,
            "Incident",
            "id",
            "incidentId",
            "title",
            "severity",
            "phase",
            "startedAt",
            "detectedAt",
            "resolvedAt",
            "components")
        .price(UNSEALED, "description")
        .price(FieldPrice.HOP, "environment", "reportedBy")
        .price(FEW, "services", "causes")
        .price(RANKED, "suspects")
        .price(LOOKED_UP, "annotations")
        .price(EVIDENCE, "evidence");
    free(prices, "Annotation", "id", "annotationId", "text", "annotatedAt", "changedAt")
        .price(FieldPrice.HOP, "annotatedBy", "deployment", "asserted", "incident", "commit")
        .price(EVIDENCE, "evidence");
    free(
            prices,
            "SavedQuery",
            "id",
            "savedQueryId",
            "name",
            "purpose",
            "document",
            "variables",
            "sharedWith",
            "savedAt",
            "changedAt")
        .price(FieldPrice.HOP, "savedBy")
        .price(EVIDENCE, "evidence");
    free(prices, "IncidentCause", "method", "confidence", "assertedBy", "reason")
        .price(FieldPrice.HOP, "deployment", "asserted", "commit")
        .price(FEW, "evidence");
    free(prices, "Suspect", "rank", "score", "inScope")
        .price(FieldPrice.HOP, "commit", "deployment", "asserted")
        .price(FEW, "reasons");
    free(prices, "SuspectReason", "signal", "weight", "strength", "explanation");
  }

  private static void addRegistrations(PriceList.Builder prices) {
    free(
            prices,
            "Registration",
            "id",
            "registrationId",
            "addresses",
            "defaultBranch",
            "reason",
            "registeredAt")
        .price(FieldPrice.HOP, "service", "repository", "team", "registeredBy")
        .price(SOURCES, "sources")
        .price(EVIDENCE, "evidence");
    free(prices, "RegisteredSource", "role", "path", "shared", "repository");
    free(prices, "Team", "id", "name");
    free(
        prices,
        "IntakeProgress",
        "activity",
        "unit",
        "done",
        "total",
        "ratePerSecond",
        "secondsLeft",
        "startedAt",
        "lastMovedAt",
        "endedAt",
        "waitsFor");
  }

  private static void addLedgers(PriceList.Builder prices) {
    free(
            prices,
            "Record",
            "id",
            "recordId",
            "subjectId",
            "kind",
            "series",
            "volume",
            "path",
            "sha256",
            "index",
            "leafHash",
            "happenedAt",
            "recordedAt",
            "verdict",
            "ledgerCommit")
        .price(FieldPrice.HOP, "signer")
        .price(BODY, "body");
    free(prices, "SigningKey", "id", "fingerprint", "owner", "role");
    free(prices, "Ledger", "id", "volume", "series", "size", "head", "root", "recordedAt")
        .price(LOOKED_UP, "pending", "stopped")
        .price(COUNTED, "violationCount")
        .price(FieldPrice.HOP, "progress");
    free(
        prices,
        "Violation",
        "id",
        "kind",
        "reason",
        "volume",
        "path",
        "index",
        "ledgerCommit",
        "count",
        "source",
        "recordedAt",
        "curedAt");
    free(
        prices,
        "GraphDigest",
        "sha256",
        "observationsSha256",
        "nodes",
        "relationships",
        "foreign",
        "pending",
        "cut");
  }

  static OfType free(PriceList.Builder prices, String type, String... fields) {
    return prices.type(type).price(FieldPrice.FREE, fields);
  }
}

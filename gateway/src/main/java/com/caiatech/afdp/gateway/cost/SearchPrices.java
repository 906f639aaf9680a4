package com.caiatech.afdp.gateway.cost;

/// What the fields of that cost which questions find or compute: a part of {@link PublishedPrices},
/// which prices the questions.
final class SearchPrices {
  // the files of the commits between two others
  private static final FieldPrice TOUCHED = FieldPrice.computed(100);

  private SearchPrices() {}

  static void add(PriceList.Builder prices) {
    addPaths(prices);
    addSearch(prices);
    addChangeLog(prices);
    addDifferences(prices);
  }

  private static void addPaths(PriceList.Builder prices) {
    PublishedPrices.free(
            prices,
            "Paths",
            "exhausted",
            "truncatedAtDepth",
            "truncatedBy",
            "excludedKinds",
            "expansions")
        .price(FieldPrice.ofPage(1), "paths");
    PublishedPrices.free(
            prices,
            "ReachableConnection",
            "pageInfo",
            "truncatedAtDepth",
            "truncatedBy",
            "excludedKinds",
            "expansions")
        .price(FieldPrice.ofPage(1), "edges");
    PublishedPrices.free(prices, "ReachableEdge", "cursor", "distance", "path")
        .price(FieldPrice.HOP, "node");
    PublishedPrices.free(prices, "Path", "length").price(PublishedPrices.SEVERAL, "hops");
    PublishedPrices.free(prices, "PathHop")
        .price(FieldPrice.HOP, "from", "to")
        .price(PublishedPrices.FEW, "relationships");
    PublishedPrices.free(
            prices,
            "PathRelationship",
            "type",
            "direction",
            "since",
            "role",
            "inScope",
            "weight",
            "n",
            "change",
            "renamedFrom",
            "added",
            "deleted",
            "method",
            "confidence",
            "assertedBy")
        .price(FieldPrice.HOP, "evidence");
  }

  private static void addSearch(PriceList.Builder prices) {
    prices.connection("SearchHit", PublishedPrices.SEARCHED.base());
    prices.type("SearchHitConnection").price(PublishedPrices.SEARCHED, "truncated");
    PublishedPrices.free(prices, "Unproven", "kind", "reason", "recordedAt", "finding")
        .price(FieldPrice.HOP, "deployment")
        .price(PublishedPrices.FEW, "record");
    PublishedPrices.free(prices, "SearchHit", "kind", "property", "excerpt", "score")
        .price(FieldPrice.HOP, "thing");
  }

  private static void addChangeLog(PriceList.Builder prices) {
    PublishedPrices.free(prices, "ChangeLog", "commitCount", "truncated", "complete")
        .price(PublishedPrices.FEW, "groups");
    PublishedPrices.free(
            prices, "ChangeLogGroup", "type", "count", "breaking", "fileKinds", "issueKeys")
        .price(PublishedPrices.FEW, "authors");
    PublishedPrices.free(prices, "ChangeLogAuthor", "count")
        .price(FieldPrice.HOP, "person")
        .price(FieldPrice.page(0), "commits");
  }

  private static void addDifferences(PriceList.Builder prices) {
    PublishedPrices.free(
            prices,
            "Diff",
            "exhausted",
            "truncatedBy",
            "expansions",
            "serviceCount",
            "differingCount",
            "hasNextPage")
        .price(FieldPrice.ofPage(1), "services");
    PublishedPrices.free(prices, "ServiceDifference", "change")
        .price(FieldPrice.HOP, "service", "from", "to")
        .price(PublishedPrices.SOURCES, "sources");
    PublishedPrices.free(
            prices,
            "SourceDifference",
            "role",
            "repository",
            "sameTree",
            "unrelated",
            "truncatedBy",
            "shippedCount",
            "withdrewCount")
        .price(FieldPrice.HOP, "from", "to")
        .price(PublishedPrices.SORTED, "shipped", "withdrew")
        .price(FieldPrice.page(0), "unprojected")
        .price(TOUCHED, "fileCount")
        .price(FieldPrice.page(TOUCHED.base()), "files");
    PublishedPrices.free(prices, "ChangedFile", "path", "kind", "shipped", "withdrew");
    PublishedPrices.free(
            prices, "DeploymentComparison", "differing", "exhausted", "truncatedBy", "expansions")
        .price(FieldPrice.HOP, "a", "b")
        .price(PublishedPrices.SOURCES, "sources")
        .price(PublishedPrices.FEW, "checks");
    PublishedPrices.free(prices, "CheckDifference", "stage", "name")
        .price(FieldPrice.HOP, "a", "b");
  }
}

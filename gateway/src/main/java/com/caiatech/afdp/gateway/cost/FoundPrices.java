package com.caiatech.afdp.gateway.cost;

/// What the fields of that cost which a question finds or computes, once it is found: a part of
/// {@link PublishedPrices}, which prices the questions.
final class FoundPrices {
  private FoundPrices() {}

  static void add(PriceList.Builder prices) {
    addPaths(prices);
    addSearch(prices);
    addChangeLog(prices);
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
}

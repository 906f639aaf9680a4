package com.caiatech.afdp.infra.demo;

import java.util.Locale;
import java.util.Map;

/// One commit of the demo's history: who made it, what it says and the files it writes.
///
/// @param daysAgo how long before now it was made
/// @param files path to resource under `demo/`
record DemoCommit(String author, int daysAgo, String subject, Map<String, String> files) {
  DemoCommit {
    files = Map.copyOf(files);
  }

  String email() {
    return author.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com";
  }
}

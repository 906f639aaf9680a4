package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.difference.ServedState.Served;
import com.caiatech.afdp.graphmodel.path.PathSearch;
import com.caiatech.afdp.graphmodel.path.SearchBudget;
import com.caiatech.afdp.graphmodel.query.catalogue.Conversion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;

/// Answers what differs between two states of what serves, and between two deployments. A question
/// is checked before anything is asked of the graph.
public final class DifferenceSearch {
  private static final String KNOWN =
      """
      RETURN EXISTS { (:Environment {name: $from}) } AS from,
             EXISTS { (:Environment {name: $to}) } AS to,
             $service IS NULL OR EXISTS { (:Service {name: $service}) } AS service
      """;

  private final SearchBudget budget;

  public DifferenceSearch(SearchBudget budget) {
    this.budget = budget;
  }

  /// What differs between two states.
  ///
  /// @param arguments of the field `diff`
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  public PathSearch.Checked diff(Map<String, @Nullable Object> arguments) {
    DiffQuestion question = DiffQuestion.of(arguments);
    return transaction -> diff(question, transaction);
  }

  private Map<String, Object> diff(DiffQuestion question, SimpleQueryRunner transaction) {
    find(question, transaction);
    Allowance allowance = new Allowance(budget);
    SourceDifferences sources = new SourceDifferences(transaction, allowance);
    ServedState from = state(question.from(), question, transaction);
    ServedState to = state(question.to(), question, transaction);
    SortedSet<String> names = new TreeSet<>(from.services().keySet());
    names.addAll(to.services().keySet());
    List<Map<String, Object>> told = new ArrayList<>();
    int differing = 0;
    boolean more = false;
    for (String name : names) {
      Served before = from.services().get(name);
      Served after = to.services().get(name);
      if (differ(question, before, after)) {
        differing++;
        String last = question.after();
        if (last == null || name.compareTo(last) > 0) {
          more = told.size() == question.first();
          if (!more) {
            told.add(service(name, question, before, after, told.size(), sources));
          }
        }
      }
    }
    Map<String, Object> answer = ended(allowance);
    answer.put("serviceCount", (long) names.size());
    answer.put("differingCount", (long) differing);
    answer.put("hasNextPage", more);
    answer.put("services", told);
    return answer;
  }

  private static void find(DiffQuestion question, SimpleQueryRunner transaction) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("from", question.from().environment());
    parameters.put("to", question.to().environment());
    parameters.put("service", question.service());
    Record known = transaction.run(KNOWN, parameters).single();
    found(known, "from", "from.environment", "environment", question.from().environment());
    found(known, "to", "to.environment", "environment", question.to().environment());
    found(known, "service", "service", "service", question.service());
  }

  private static void found(
      Record known, String key, String argument, String kind, @Nullable String name) {
    if (!known.get(key).asBoolean()) {
      throw new GraphModelException.NotFound(
          "%s: expected %s %s that the graph has, found none with the name '%s'"
              .formatted(argument, kind.startsWith("e") ? "an" : "a", kind, name));
    }
  }

  private static ServedState state(
      DiffQuestion.State state, DiffQuestion question, SimpleQueryRunner transaction) {
    return ServedState.read(transaction, state.environment(), question.service(), state.asOf());
  }

  /// Between moments of one environment other deployments or weights are a difference; environments
  /// never share a deployment, so between them it is what was deployed.
  private static boolean differ(
      DiffQuestion question, @Nullable Served before, @Nullable Served after) {
    if (before == null || after == null) {
      return true;
    }
    boolean moments = question.from().environment().equals(question.to().environment());
    return moments
        ? !before.shares().equals(after.shares())
        : !SourceDifferences.isSame(before.commits(), after.commits());
  }

  private static Map<String, Object> service(
      String name,
      DiffQuestion question,
      @Nullable Served before,
      @Nullable Served after,
      int place,
      SourceDifferences sources) {
    Map<String, Object> told = new HashMap<>();
    told.put("place", (long) place);
    told.put("service", name);
    told.put("change", before == null ? "ADDED" : after == null ? "REMOVED" : "CHANGED");
    told.put("fromEnvironment", question.from().environment());
    told.put("toEnvironment", question.to().environment());
    told.put("fromStep", before == null ? null : before.step());
    told.put("toStep", after == null ? null : after.step());
    told.put(
        "sources",
        sources.told(
            before == null ? List.of() : before.commits(),
            after == null ? List.of() : after.commits()));
    return told;
  }

  /// What differs between two deployments.
  ///
  /// @param arguments of the field `compare`
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant
  public PathSearch.Checked compare(Map<String, @Nullable Object> arguments) {
    String a = deployment(arguments, "a");
    String b = deployment(arguments, "b");
    Instant moment = (Instant) arguments.get("asOf");
    Long asOf = moment == null ? null : moment.toEpochMilli();
    return transaction -> {
      ComparedDeployment first = ComparedDeployment.read(transaction, "a", a, asOf);
      ComparedDeployment second = ComparedDeployment.read(transaction, "b", b, asOf);
      Allowance allowance = new Allowance(budget);
      SourceDifferences sources = new SourceDifferences(transaction, allowance);
      List<Map<String, Object>> told = sources.told(first.commits(), second.commits());
      Map<String, Object> answer = ended(allowance);
      answer.put("aId", a);
      answer.put("bId", b);
      answer.put("differing", first.differing(second));
      answer.put("checks", first.differingChecks(second));
      answer.put("sources", told);
      return answer;
    };
  }

  private static String deployment(Map<String, @Nullable Object> arguments, String argument) {
    return Conversion.urn("deployment")
        .convert(argument, Objects.requireNonNull(arguments.get(argument), argument))
        .toString();
  }

  private static Map<String, Object> ended(Allowance allowance) {
    Map<String, Object> answer = new HashMap<>();
    String cut = allowance.cut();
    answer.put("exhausted", cut == null);
    answer.put("truncatedBy", cut);
    answer.put("expansions", (long) allowance.used());
    return answer;
  }
}

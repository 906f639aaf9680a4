package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AbsentMembersTest {
  private static final int SEEDS = 5;

  /// Whatever member is absent or null, at any depth: the record is read, or its problems say where
  /// and what, in our words.
  @ParameterizedTest
  @EnumSource(RecordKind.class)
  void aRecordThatLacksAMemberIsReadOrSaysWhichInOurWords(RecordKind kind) throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = RecordCodec.encode(new RandomRecords(seed).next(kind));
      int members = members(RecordJson.mapper().readTree(bytes)).size();
      for (int member = 0; member < members; member++) {
        for (boolean toNull : new boolean[] {false, true}) {
          JsonNode tree = RecordJson.mapper().readTree(bytes);
          Member changed = members(tree).get(member);
          if (toNull) {
            changed.of.putNull(changed.name);
          } else {
            changed.of.remove(changed.name);
          }
          requireInOurWords(RecordCodec.decode(CanonicalJson.of(tree)), changed.name);
        }
      }
    }
  }

  private static void requireInOurWords(DecodedRecord decoded, String absent) {
    if (decoded instanceof DecodedRecord.SchemaViolation violation) {
      assertThat(violation.problems())
          .as(absent)
          .isNotEmpty()
          .allSatisfy(
              problem ->
                  assertThat(problem)
                      .doesNotContain("com.caiatech", "Cannot ", "java.", "Exception"));
    } else {
      assertThat(decoded).as(absent).isNotInstanceOf(DecodedRecord.Malformed.class);
    }
  }

  private record Member(ObjectNode of, String name) {}

  private static List<Member> members(JsonNode tree) {
    List<Member> found = new ArrayList<>();
    if (tree instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> found.add(new Member(object, name)));
    }
    if (tree instanceof ObjectNode || tree instanceof ArrayNode) {
      tree.forEach(child -> found.addAll(members(child)));
    }
    return found;
  }
}

package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.caiatech.afdp.schemas.json.SchemaProblem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {
  /// A record with a method that looks like the getter of a further member.
  record Share(long weight) {
    public boolean isWhole() {
      return weight == 100;
    }
  }

  record Shares(boolean whole, Share first, List<Share> further, StepResult result) {
    Shares {
      further = List.copyOf(further);
      if (further.size() > 2) {
        throw new IllegalArgumentException("further: expected at most 2, found " + further.size());
      }
    }
  }

  @Test
  void aMethodOfARecordIsNoMember() {
    assertThat(RecordJson.mapper().valueToTree(new Share(100)).toString())
        .isEqualTo("{\"weight\":100}");
    assertThat(RecordJson.payloads().valueToTree(new Share(7)).toString())
        .isEqualTo("{\"weight\":7}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'first':{'weight':1},'further':[]}                         | /whole: expected true or false, found none or another kind of value
          {'whole':true,'first':{},'further':[]}                      | /first/weight: expected a whole number, found none or another kind of value
          {'whole':true,'first':{'weight':null},'further':[]}         | /first/weight: expected a whole number, found none or another kind of value
          {'whole':true,'further':[{'weight':1},{'weight':'much'}]}   | /further/1/weight: expected a whole number, found none or another kind of value
          {'whole':true,'further':{}}                                 | /further: expected a list, found none or another kind of value
          {'whole':true}                                              | (document): expected an object with all its members, found one that lacks some
          {'whole':true,'further':[],'result':'odd'}                  | /result: expected one of the values that the field can have, found 'odd'
          {'whole':true,'further':[{'weight':1},{'weight':2},{'weight':3}]} | (document): further: expected at most 2, found 3
          """)
  void whatIsNotReadSaysWhereAndWhatInOurWords(String json, String problem) {
    assertThat(problem(RecordJson.payloads(), json, Shares.class)).hasToString(problem);
  }

  @Test
  void aMemberThatIsUnknownIsNamedByItsPlace() {
    assertThat(problem(RecordJson.mapper(), "{'weight':1,'a/b':2}", Share.class))
        .hasToString("/a~1b: expected no member of that name, found one");
  }

  private static SchemaProblem problem(JsonMapper mapper, String json, Class<?> type) {
    return SchemaProblem.of(
        catchThrowableOfType(
            JsonProcessingException.class, () -> mapper.readValue(json.replace('\'', '"'), type)));
  }
}

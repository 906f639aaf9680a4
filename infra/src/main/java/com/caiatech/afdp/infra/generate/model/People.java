package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Organisation.Person;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Who does what.
final class People {
  private static final double OF_ANOTHER_TEAM = 0.15;

  private final List<Person> people;
  private final List<List<Person>> teams;

  People(Organisation organisation) {
    this.people = organisation.people();
    this.teams =
        IntStream.range(0, organisation.teams().size())
            .mapToObj(team -> people.stream().filter(it -> it.team() == team).toList())
            .toList();
  }

  /// Who is there from the first day on, and registers what there is.
  int first() {
    return 0;
  }

  int team(int person) {
    return people.get(person).team();
  }

  Instant joined(int person) {
    return people.get(person).joined();
  }

  /// Who changes the code of a team: mostly one of it.
  int author(int team, Instant at, Chance chance) {
    return chance.happens(OF_ANOTHER_TEAM) ? present(people, at, chance) : ofTeam(team, at, chance);
  }

  /// One of a team; of any, where nobody of it is there yet.
  int ofTeam(int team, Instant at, Chance chance) {
    List<Person> members = teams.get(team);
    return members.isEmpty() ? present(people, at, chance) : present(members, at, chance);
  }

  /// Who decides on what somebody else asks for.
  int approver(int requester, int team, Instant at, Chance chance) {
    int first = ofTeam(team, at, chance);
    for (int attempt = 0; first == requester && attempt < 8; attempt++) {
      first = present(people, at, chance);
    }
    return first == requester ? (requester == 0 ? 1 : 0) : first;
  }

  /// Some do more than others.
  private int present(List<Person> from, Instant at, Chance chance) {
    for (int attempt = 0; attempt < 8; attempt++) {
      Person person = from.get(chance.favouring(Math.min(from.size(), 30)));
      Person anybody = from.get(chance.between(0, from.size() - 1));
      Person chosen = chance.happens(0.6) ? person : anybody;
      if (!chosen.joined().isAfter(at)) {
        return chosen.number();
      }
    }
    return first();
  }
}

package com.caiatech.afdp.infra.generate.model;

import java.util.function.Consumer;

/// Tells what happens in an organisation. The same size and seed tell the same events, on every
/// machine alike.
public final class OrganisationModel {
  private final Scale scale;
  private final Organisation organisation;

  public OrganisationModel(Scale scale) {
    this.scale = scale;
    this.organisation = Organisation.of(scale);
  }

  public Organisation organisation() {
    return organisation;
  }

  /// Tells all events, in their order, from the first one each time that it is called.
  public void tell(Consumer<Event> events) {
    Timeline timeline = new Timeline(scale.begin());
    WorkingTime time = new WorkingTime();
    People people = new People(organisation);
    Development development = new Development(scale, organisation, time, people, events);
    Deployments deployments =
        new Deployments(scale, organisation, people, development, timeline, events);
    Incidents incidents =
        new Incidents(scale, organisation, people, development, deployments, timeline, events);
    Delivery delivery =
        new Delivery(scale, organisation, time, timeline, development, deployments, incidents);
    incidents.mendBy(delivery::mend);
    development.begin(scale.begin());
    organisation
        .services()
        .forEach(
            service ->
                events.accept(
                    new Event.Registered(
                        service.number(),
                        people.first(),
                        scale.begin().plusMillis(100L * service.number()))));
    delivery.begin();
    boolean goesOn = true;
    while (goesOn) {
      goesOn = timeline.step();
    }
  }
}

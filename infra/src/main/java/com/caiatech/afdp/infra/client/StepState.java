package com.caiatech.afdp.infra.client;

/// What has become of a step of a plan.
public enum StepState {
  DONE("✔", "done", Line.Tone.GOOD),
  FAILED("✖", "failed", Line.Tone.BAD),
  RUNNING("▸", "running", Line.Tone.BUSY),
  /// It waits for people.
  WAITING("◇", "waiting", Line.Tone.BUSY),
  TO_COME("·", "to come", Line.Tone.FAINT),
  /// The deployment ends without it.
  NOT_REACHED("–", "not reached", Line.Tone.FAINT);

  private final String sign;
  private final String text;
  private final Line.Tone tone;

  StepState(String sign, String text, Line.Tone tone) {
    this.sign = sign;
    this.text = text;
    this.tone = tone;
  }

  String sign() {
    return sign;
  }

  /// As people read it.
  public String text() {
    return text;
  }

  Line.Tone tone() {
    return tone;
  }
}

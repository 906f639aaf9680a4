package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.PersonCaused;

/// One record that a person caused and that needs no other work, such as an incident report.
public record RecordingRequest(Header header, PersonCaused body) {}

/// An organisation as a stream of events whose causes are known: a pure function of a seed and a
/// size, in memory that grows with its files and people and not with its history. Start with {@link
/// com.caiatech.afdp.infra.generate.model.OrganisationModel}; what makes changes dangerous stands
/// in {@link com.caiatech.afdp.infra.generate.model.RiskModel}. Nothing here may read a clock,
/// write a file, or know a record.
@NullMarked
package com.caiatech.afdp.infra.generate.model;

import org.jspecify.annotations.NullMarked;

package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.cost.PricedOperation;
import java.util.Optional;

/// What is known of an operation of a document before any request asks for it.
///
/// @param plan empty where graphql-java has to answer it
record PreparedOperation(PricedOperation price, Optional<Plan> plan) {}

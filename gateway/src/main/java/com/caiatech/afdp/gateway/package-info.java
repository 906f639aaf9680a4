/// The GraphQL gateway: queries from the graph, mutations through Temporal. Start with the
/// composition of the server; nothing here may write the graph or a ledger.
@NullMarked
package com.caiatech.afdp.gateway;

import org.jspecify.annotations.NullMarked;

/// Carries out mutations: checks who asks for what, proves that it was meant, hands it to the
/// workers and says what became of it. Start with {@link
/// com.caiatech.afdp.gateway.mutation.MutationWiring}; nothing here may write the graph or a
/// ledger.
@NullMarked
package com.caiatech.afdp.gateway.mutation;

import org.jspecify.annotations.NullMarked;

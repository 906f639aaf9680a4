/// The graph that is projected from ledgers and repositories: its names, migrations, projection,
/// queries and digest. Start with {@link com.caiatech.afdp.graphmodel.schema.Labels}; nothing here
/// may write a ledger or link the database's own code.
@NullMarked
package com.caiatech.afdp.graphmodel;

import org.jspecify.annotations.NullMarked;

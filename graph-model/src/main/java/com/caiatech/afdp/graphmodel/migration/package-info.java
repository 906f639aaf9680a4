/// Brings a database to the constraints and indexes that this version needs, once, whoever starts
/// at the same time. Start with {@link com.caiatech.afdp.graphmodel.migration.Migrations}; nothing
/// here may change facts.
@NullMarked
package com.caiatech.afdp.graphmodel.migration;

import org.jspecify.annotations.NullMarked;

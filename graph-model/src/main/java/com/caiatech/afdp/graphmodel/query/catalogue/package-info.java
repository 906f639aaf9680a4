/// The types and fields that can be asked for, and how each is read from the graph: start with
/// {@link com.caiatech.afdp.graphmodel.query.catalogue.Catalogue}. The classes named `…Fields` hold
/// the fields of a topic; the others are the words in which they are written.
@NullMarked
package com.caiatech.afdp.graphmodel.query.catalogue;

import org.jspecify.annotations.NullMarked;

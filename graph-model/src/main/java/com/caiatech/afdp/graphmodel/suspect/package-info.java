/// Which commits may have caused an incident, and why. Start with {@link
/// com.caiatech.afdp.graphmodel.suspect.SuspectQuery}; nothing here may write the graph.
@NullMarked
package com.caiatech.afdp.graphmodel.suspect;

import org.jspecify.annotations.NullMarked;

/// Whether all that is said of a deployment holds together: the verdict on a subject, a pure
/// function of its trusted records by their references. Start with {@link
/// com.caiatech.afdp.schemas.soundness.SubjectVerifier}; nothing here may read a repository, a
/// graph or a clock.
@NullMarked
package com.caiatech.afdp.schemas.soundness;

import org.jspecify.annotations.NullMarked;

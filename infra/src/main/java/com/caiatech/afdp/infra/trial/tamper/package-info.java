/// A thief's attacks on a demo's state, each with what is expected to be found of it and what the
/// real detectors find. Start with {@link com.caiatech.afdp.infra.trial.tamper.TamperTrial};
/// nothing here may be used by the product.
@NullMarked
package com.caiatech.afdp.infra.trial.tamper;

import org.jspecify.annotations.NullMarked;

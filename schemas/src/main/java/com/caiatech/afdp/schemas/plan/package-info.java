/// The plan of a deployment: what is decided on before anything is changed, and what a plan digest
/// covers. Start with {@link com.caiatech.afdp.schemas.plan.Plan}; nothing here may know how a step
/// is carried out.
@NullMarked
package com.caiatech.afdp.schemas.plan;

import org.jspecify.annotations.NullMarked;

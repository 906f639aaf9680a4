/// The deployment descriptor `afdp.yaml`, which says how a service runs and is checked. Start with
/// {@link com.caiatech.afdp.schemas.descriptor.Descriptor}; nothing here says who may deploy or who
/// has to approve: that is the platform's.
@NullMarked
package com.caiatech.afdp.schemas.descriptor;

import org.jspecify.annotations.NullMarked;

/// How much runs at once and how fast one caller may ask, so that none of them keeps the others
/// from being answered. Start with {@link com.caiatech.afdp.gateway.load.FairCapacity}; nothing
/// here may know what runs.
@NullMarked
package com.caiatech.afdp.gateway.load;

import org.jspecify.annotations.NullMarked;

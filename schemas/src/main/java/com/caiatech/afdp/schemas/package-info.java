@NullMarked
package com.caiatech.afdp.schemas;

import org.jspecify.annotations.NullMarked;

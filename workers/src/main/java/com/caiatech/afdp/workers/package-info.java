@NullMarked
package com.caiatech.afdp.workers;

import org.jspecify.annotations.NullMarked;

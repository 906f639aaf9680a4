@NullMarked
package com.caiatech.afdp.infra;

import org.jspecify.annotations.NullMarked;

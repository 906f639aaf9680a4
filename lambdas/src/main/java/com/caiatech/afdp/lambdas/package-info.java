@NullMarked
package com.caiatech.afdp.lambdas;

import org.jspecify.annotations.NullMarked;

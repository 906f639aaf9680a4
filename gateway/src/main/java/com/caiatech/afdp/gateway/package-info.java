@NullMarked
package com.caiatech.afdp.gateway;

import org.jspecify.annotations.NullMarked;

@NullMarked
package com.caiatech.afdp.graphmodel;

import org.jspecify.annotations.NullMarked;

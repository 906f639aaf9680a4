/// What an operation costs, known before it runs: the price of every field, and the sum over a
/// document and its variables. Start with {@link com.caiatech.afdp.gateway.cost.PricedOperation};
/// nothing here may execute anything.
@NullMarked
package com.caiatech.afdp.gateway.cost;

import org.jspecify.annotations.NullMarked;

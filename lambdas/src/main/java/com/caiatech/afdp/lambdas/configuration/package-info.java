/// The settings of the functions, checked at once when they start. Start with {@link
/// com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration}; nothing here may connect to
/// anything.
@NullMarked
package com.caiatech.afdp.lambdas.configuration;

import org.jspecify.annotations.NullMarked;

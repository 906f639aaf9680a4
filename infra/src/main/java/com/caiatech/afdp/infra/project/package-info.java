/// Recognises how a project is built and started from a clean checkout, so that a descriptor can be
/// written for it. Start with {@link com.caiatech.afdp.infra.project.Recognition}; nothing here
/// runs a build or changes a file.
@NullMarked
package com.caiatech.afdp.infra.project;

import org.jspecify.annotations.NullMarked;

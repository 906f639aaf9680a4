/// One class for each command of the command line. Start with {@link
/// com.caiatech.afdp.infra.command.Session}, which all of them share; nothing here may hold
/// platform logic.
@NullMarked
package com.caiatech.afdp.infra.command;

import org.jspecify.annotations.NullMarked;

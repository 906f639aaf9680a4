/// What the gateway knows of people: their names, and the personal values that it seals and opens.
/// Start with {@link com.caiatech.afdp.gateway.people.PersonalValues}; nothing here may give a
/// value to whoever may not read it.
@NullMarked
package com.caiatech.afdp.gateway.people;

import org.jspecify.annotations.NullMarked;

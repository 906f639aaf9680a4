/// Tells people and other systems what happened, after it stands in the ledgers: notifications are
/// a projection of the ledgers. Start with {@link com.caiatech.afdp.workers.notification.Notifier};
/// nothing here may write a record, or have a deployment wait.
@NullMarked
package com.caiatech.afdp.workers.notification;

import org.jspecify.annotations.NullMarked;

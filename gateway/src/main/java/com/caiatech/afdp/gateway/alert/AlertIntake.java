package com.caiatech.afdp.gateway.alert;

import com.caiatech.afdp.gateway.security.Principal;
import java.util.List;

/// Takes the alerts of a notification in the name of whoever sent it.
@FunctionalInterface
public interface AlertIntake {
  /// What became of each alert that fires, in their order.
  List<AlertOutcome> take(Principal sender, AlertNotification notification);
}

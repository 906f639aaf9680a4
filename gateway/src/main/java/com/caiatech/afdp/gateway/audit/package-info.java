/// The log of refused mutations: a chain of hashes in files, read by auditors.
@NullMarked
package com.caiatech.afdp.gateway.audit;

import org.jspecify.annotations.NullMarked;

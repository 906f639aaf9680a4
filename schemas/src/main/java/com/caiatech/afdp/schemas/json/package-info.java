/// Strict bounded JSON: reading bytes (RFC 8259, I-JSON), writing canonical bytes (RFC 8785) and
/// judging them by JSON Schema 2020-12. Start with {@link
/// com.caiatech.afdp.schemas.json.StrictJson}; nothing here may know what a record is.
@NullMarked
package com.caiatech.afdp.schemas.json;

import org.jspecify.annotations.NullMarked;

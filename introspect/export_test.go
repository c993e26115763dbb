package introspect

// ServerVersion lets tests name servers that are not there.
var ServerVersion = serverVersion

// Package ownership tells what in a database belongs to a service.
//
// There are three kinds of evidence: one of the service's models declares the
// object, its own revision history created or adopted it, or Owns in its
// environment claims it. Whatever no evidence claims is foreign, and foreign
// objects never reach the differ. So a table whose model was deleted is dropped
// when the history created it, and a table that the service never knew is
// never touched.
//
// On a table that the service did not create the evidence goes down to the
// parts: a column, constraint or index that neither the models nor the history
// know stays as it is.
package ownership

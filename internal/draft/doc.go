// Package draft finds out what separates a database from the models of a
// service: it loads both, selects what the service may change, lets the server
// spell what the two write differently, and asks the differ for the
// operations. It writes nothing, neither files nor the database.
package draft

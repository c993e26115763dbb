module example.com/api-gateway

go 1.26.0

require github.com/deedsql/deed v0.0.0

replace github.com/deedsql/deed => ../../../..

package ownership

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// historyTables are the tables in which migration tools keep their state.
var historyTables = map[string]string{
	"schema_migrations": "golang-migrate or Rails", "ar_internal_metadata": "Rails",
	"goose_db_version": "goose", "flyway_schema_history": "Flyway",
	"atlas_schema_revisions": "Atlas", "_prisma_migrations": "Prisma",
	"django_migrations": "Django", "knex_migrations": "Knex", "knex_migrations_lock": "Knex",
	"databasechangelog": "Liquibase", "databasechangeloglock": "Liquibase",
	"__drizzle_migrations": "Drizzle", "sequelizemeta": "Sequelize", "typeorm_metadata": "TypeORM",
	"schema_version": "tern or Flyway", "gorp_migrations": "sql-migrate",
	"bun_migrations": "bun", "bun_migration_locks": "bun", "river_migration": "River",
	"deed_log": "deed", "deed_ownership": "deed",
}

// toolSchemas are the schemas that platforms and tools keep for themselves.
var toolSchemas = map[string]string{
	"atlas_schema_revisions": "Atlas", "supabase_migrations": "Supabase", "supabase_functions": "Supabase",
	"auth": "Supabase", "storage": "Supabase", "realtime": "Supabase", "_realtime": "Supabase", "vault": "Supabase",
	"graphql": "Supabase", "graphql_public": "Supabase", "pgbouncer": "Supabase", "net": "Supabase", "pgsodium": "Supabase",
	"cron": "pg_cron", "partman": "pg_partman", "pglogical": "pglogical", "repack": "pg_repack", "drizzle": "Drizzle",
	"hdb_catalog": "Hasura", "pgboss": "pg-boss", "graphile_worker": "Graphile Worker", "pgroll": "pgroll",
}

// supabase are the schemas that tell a Supabase database from one that has a
// schema auth of its own.
var supabase = []string{"storage", "realtime", "_realtime", "supabase_migrations", "supabase_functions"}

// Tool returns the migration tool whose history table this is, by its name;
// empty if it looks like none's.
func Tool(name schema.Name) string {
	object := strings.ToLower(name.Object())
	switch {
	case strings.HasPrefix(object, "deed_version_"):
		return "deed"
	case strings.HasPrefix(object, "alembic_version"):
		return "Alembic"
	}
	return historyTables[object]
}

// Platform returns the tool or platform that keeps a schema for itself; empty
// if it looks like none's. It asks has about other schemas of the database:
// many have a schema "auth", few of them are Supabase's.
func Platform(name string, has func(schema string) bool) string {
	tool := toolSchemas[name]
	if tool != "Supabase" {
		return tool
	}
	for _, s := range supabase {
		if s != name && has(s) {
			return tool
		}
	}
	return ""
}
